import type { Problem } from "../editions/validation";
import type { Draft } from "./draft";
import type { WorkflowProblem } from "./problems";

/** What came of a request for one record. */
export type Result =
  | "VALID"
  | "UNCHANGED"
  | "SAVED"
  | "SUBMITTED"
  | "APPROVED"
  | "CHANGES_REQUESTED"
  | "SCHEDULED"
  | "PUBLISHED"
  | "WITHDRAWN"
  | "DISCARDED"
  | "REFUSED";

export interface Outcome {
  readonly code: string | undefined;
  readonly result: Result;
  /** The number of the edition that was made or moved. */
  readonly number?: number;
  /** That edition without its document; of one among many there is no more than its number. */
  readonly draft?: Omit<Draft, "document">;
  readonly problems: readonly WorkflowProblem[];
}

export const refused = (code: string | undefined, problems: readonly (WorkflowProblem | Problem)[]): Outcome => ({
  code,
  result: "REFUSED",
  problems,
});
