import "reflect-metadata";
import { catalogueKinds } from "./catalogue/kinds";
import { entitiesKinds } from "./entities/kinds";
import { governanceKinds } from "./governance/kinds";
import { segmentsKinds } from "./segments/kinds";
import type { Kind } from "./shared/editions/kind";
import { standardsKinds } from "./standards/kinds";

/** Every kind of record of the guide, for those who need no more of a subgraph than what it owns. */
export const kinds: readonly Kind[] = [
  ...governanceKinds,
  ...entitiesKinds,
  ...catalogueKinds,
  ...segmentsKinds,
  ...standardsKinds,
];
