import type { Audience } from "../../../../schema/examples";
import type { Words } from "./language";

export const AUDIENCES: readonly { readonly audience: Audience; readonly name: Words }[] = [
  { audience: "front-end", name: { ar: "لفرق الواجهات الأمامية", en: "For front-end teams" } },
  { audience: "partner", name: { ar: "للجهات الشريكة", en: "For partner entities" } },
  { audience: "auditor", name: { ar: "للمدققين", en: "For auditors" } },
];
