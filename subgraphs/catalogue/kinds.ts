import type { Kind } from "../shared/editions/kind";
import { channelKind } from "./channel.kind";
import { evidenceTypeKind } from "./evidence-type.kind";
import { journeyKind } from "./journey.kind";
import { legalResourceKind } from "./legal-resource.kind";
import { lifeEventKind } from "./life-event.kind";
import { serviceKind } from "./service.kind";

/** The kinds of record that the subgraph catalogue owns. */
export const catalogueKinds: readonly Kind[] = [
  channelKind,
  evidenceTypeKind,
  legalResourceKind,
  lifeEventKind,
  serviceKind,
  journeyKind,
];
