import type { Job } from "../jobs";
import { forgetAnswers } from "./given-answers";

/** What the workflow of every subgraph does by itself. */
export const workflowJobs: readonly Job[] = [
  { name: "publish what is due", everyMs: 1_000, run: ({ workflow }) => workflow.schedule.publishDue() },
  { name: "forget old answers", everyMs: 3_600_000, run: ({ database }) => forgetAnswers(database) },
];
