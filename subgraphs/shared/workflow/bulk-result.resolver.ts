import { Arg, FieldResolver, Resolver, Root } from "type-graphql";
import type { Severity as SeverityName } from "../editions/validation";
import { BulkResult, Problem, Severity } from "./types";

const FROM_LEAST_TO_MOST: readonly SeverityName[] = ["SUGGESTION", "WARNING", "ERROR"];

/** The same for every kind. */
@Resolver(() => BulkResult)
export class BulkResultResolver {
  @FieldResolver(() => [Problem], { description: "What was found in it." })
  problems(
    @Root() { problems }: BulkResult,
    @Arg("least", () => Severity, { defaultValue: "SUGGESTION", description: "Only what weighs as much or more." })
    least: SeverityName,
  ): Problem[] {
    const told = FROM_LEAST_TO_MOST.slice(FROM_LEAST_TO_MOST.indexOf(least));
    return problems.filter(({ severity }) => told.includes(severity));
  }
}
