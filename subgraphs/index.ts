import "reflect-metadata";
import { catalogueSubgraph } from "./catalogue/subgraph";
import { entitiesSubgraph } from "./entities/subgraph";
import { governanceSubgraph } from "./governance/subgraph";
import { segmentsSubgraph } from "./segments/subgraph";
import type { Subgraph } from "./shared/subgraph";
import { standardsSubgraph } from "./standards/subgraph";

/** The one list of subgraphs, in the order in which they are composed, migrated and started. */
export const subgraphs: readonly Subgraph[] = [
  governanceSubgraph,
  entitiesSubgraph,
  catalogueSubgraph,
  segmentsSubgraph,
  standardsSubgraph,
];
