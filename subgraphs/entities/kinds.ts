import type { Kind } from "../shared/editions/kind";
import { governmentEntityKind } from "./government-entity.kind";
import { organizationalUnitKind } from "./organizational-unit.kind";
import { serviceCentreKind } from "./service-centre.kind";

/** The kinds of record that the subgraph entities owns. */
export const entitiesKinds: readonly Kind[] = [governmentEntityKind, organizationalUnitKind, serviceCentreKind];
