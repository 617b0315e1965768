import type { Kind } from "../shared/editions/kind";
import { guideKind } from "./guide.kind";

/** The kinds of record that the subgraph governance owns. */
export const governanceKinds: readonly Kind[] = [guideKind];
