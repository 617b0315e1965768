import type { Kind } from "../shared/editions/kind";
import { customerSegmentKind } from "./customer-segment.kind";
import { informationConceptKind } from "./information-concept.kind";
import { requirementKind } from "./requirement.kind";

/** The kinds of record that the subgraph segments owns. */
export const segmentsKinds: readonly Kind[] = [customerSegmentKind, informationConceptKind, requirementKind];
