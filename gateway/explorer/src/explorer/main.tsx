import "graphiql/setup-workers/vite";
// Piece by piece, because what GraphiQL puts together brings fonts, and the style of the editor a second time.
import "@graphiql/react/style.css";
import "@graphiql/plugin-doc-explorer/style.css";
import "@graphiql/plugin-history/style.css";
import "graphiql/graphiql.css";
import "./explorer.css";
import "./graphiql.css";
import { openPage } from "../shared/page";
import { Explorer } from "./Explorer";
import { startOf } from "./start";

const start = await startOf();

openPage({ ar: "مستكشف الدليل الموحّد للخدمات", en: "Explorer of the unified services guide" }, <Explorer start={start} />);
