import { openPage } from "../shared/page";
import { GuidePage } from "./GuidePage";
import "./guide.css";

openPage({ ar: "الدليل الموحّد للخدمات الحكومية", en: "The unified government services guide" }, <GuidePage />);
