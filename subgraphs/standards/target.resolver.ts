import sql, { type Sql } from "sql-template-tag";
import { Field, InputType } from "type-graphql";
import { Code } from "../../schema/vocabulary";
import { recordQueries } from "../shared/editions/queries";
import { Target, TargetScope } from "./target.entity";

@InputType({ description: "Which targets to list." })
export class TargetFilter {
  @Field(() => Code, { nullable: true, description: "Only targets of the indicator with this code." })
  indicator?: string | null;

  @Field(() => TargetScope, { nullable: true, description: "Only targets that reach this far." })
  scope?: TargetScope | null;
}

export const TargetQueries = recordQueries<Target, TargetFilter>(Target, {
  one: "target",
  many: "targets",
  plural: "targets",
  orderBy: "CODE_ASC",
  filter: {
    input: TargetFilter,
    conditions: ({ indicator, scope }): Sql[] => [
      ...(indicator ? [sql`e.indicator = ${indicator}`] : []),
      ...(scope ? [sql`e.scope = ${scope}`] : []),
    ],
  },
});
