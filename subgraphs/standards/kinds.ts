import type { Kind } from "../shared/editions/kind";
import { assessmentKind } from "./assessment.kind";
import { codeListItemKind } from "./code-list-item.kind";
import { codeListKind } from "./code-list.kind";
import { criterionKind } from "./criterion.kind";
import { indicatorKind } from "./indicator.kind";
import { measurementKind } from "./measurement.kind";
import { policyDocumentKind } from "./policy-document.kind";
import { serviceStandardKind } from "./service-standard.kind";
import { targetKind } from "./target.kind";

/** The kinds of record that the subgraph standards owns. */
export const standardsKinds: readonly Kind[] = [
  codeListKind,
  codeListItemKind,
  policyDocumentKind,
  criterionKind,
  indicatorKind,
  serviceStandardKind,
  targetKind,
  measurementKind,
  assessmentKind,
];
