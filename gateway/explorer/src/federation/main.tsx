import { openPage } from "../shared/page";
import { FederationPage } from "./FederationPage";
import "./federation.css";

openPage({ ar: "مكوّنات الدليل · الدليل الموحّد للخدمات", en: "Federation · The unified services guide" }, <FederationPage />);
