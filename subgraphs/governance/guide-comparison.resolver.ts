import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, FieldResolver, Info, Int, Query, Resolver, Root } from "type-graphql";
import { type Connection, Node } from "../../schema/vocabulary";
import { After, First } from "../shared/editions/queries";
import { badUserInput } from "../shared/errors";
import type { SubgraphContext } from "../shared/request";
import { recordKinds } from "./change-feed.resolver";
import { type AskedComparison, countsOf, type Counts, differencesOf } from "./guide-comparison";
import { GuideComparison, GuideDifference, GuideDifferenceConnection } from "./guide-comparison.entity";
import { GUIDE_EDITION, namedInstant } from "./guide-editions";
import { recordBy } from "./node.resolver";

/** A comparison with its counts, which are counted once for all that ask. */
type CountedComparison = AskedComparison & { counts?: Promise<Counts> };

const count = (description: string) => FieldResolver(() => Int, { description });

@Resolver(() => GuideComparison)
export class GuideComparisonResolver {
  @Query(() => GuideComparison, {
    nullable: true,
    description:
      "What was added, changed and withdrawn from one edition of the guide to another, or from one instant to another: from the change log alone.",
  })
  async compareEditions(
    @Arg("from", () => String, {
      description: 'The earlier one: the code of an edition of the guide, or an instant such as "2026-01-31T12:00:00Z".',
    })
    from: string,
    @Arg("to", () => String, { nullable: true, description: "The later one, likewise; the instant that is read when absent." })
    to: string | undefined,
    @Arg("kind", () => String, { description: "The type of the records to compare.", defaultValue: "Service" }) kind: string,
    @Ctx() { records }: SubgraphContext,
    @Info() { schema }: GraphQLResolveInfo,
  ): Promise<AskedComparison> {
    const kinds = recordKinds(schema).filter((each) => each !== GUIDE_EDITION);
    if (!kinds.includes(kind))
      throw badUserInput(`\`kind\` is "${kind.slice(0, 64)}", which is no type of record. Use one of ${kinds.join(", ")}.`);
    const isWithNow = typeof to !== "string";
    const [earlier, later] = await Promise.all([
      namedInstant(records, "from", from),
      isWithNow ? (records.asOf ?? new Date()) : namedInstant(records, "to", to),
    ]);
    if (earlier > later) throw badUserInput("`from` lies after `to`. Give the earlier one first.");
    return { kind, from: earlier, to: later, isWithNow };
  }

  @count("How many records are in the guide later that were not in it before.")
  async addedCount(@Root() comparison: CountedComparison, @Ctx() context: SubgraphContext): Promise<number> {
    return (await counted(comparison, context)).ADDED;
  }

  @count("How many records are there at both instants, in different editions.")
  async changedCount(@Root() comparison: CountedComparison, @Ctx() context: SubgraphContext): Promise<number> {
    return (await counted(comparison, context)).CHANGED;
  }

  @count("How many records are not in the guide later that were in it before.")
  async withdrawnCount(@Root() comparison: CountedComparison, @Ctx() context: SubgraphContext): Promise<number> {
    return (await counted(comparison, context)).WITHDRAWN;
  }

  @FieldResolver(() => GuideDifferenceConnection, { description: "The records that differ, by code." })
  differences(
    @Root() comparison: CountedComparison,
    @First() first: number,
    @After() after: string | undefined,
    @Ctx() { records }: SubgraphContext,
  ): Promise<Connection<GuideDifference>> {
    return differencesOf(records, comparison, first, after);
  }
}

function counted(comparison: CountedComparison, { records }: SubgraphContext): Promise<Counts> {
  return (comparison.counts ??= countsOf(records, comparison));
}

@Resolver(() => GuideDifference)
export class GuideDifferenceResolver {
  @FieldResolver(() => Node, {
    nullable: true,
    description: "The record as it is at the instant that is read; null when it is not in the guide then.",
  })
  async record(
    @Root() { action, kind, code }: GuideDifference,
    @Ctx() { records }: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object | null> {
    return action === "WITHDRAWN" ? null : recordBy({ typename: kind, code }, records, info);
  }
}
