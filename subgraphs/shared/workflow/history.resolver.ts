import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from "type-graphql";
import type { Connection } from "../../../schema/vocabulary";
import { After, First } from "../editions/queries";
import type { Kind } from "../editions/kind";
import type { SubgraphContext } from "../request";
import { differences, draftOf, editionOf, editionsOf, reviewFlags } from "./history";
import { FieldChange, PublicEdition, PublicEditionConnection, RecordHistory, ReviewFlag, WorkingEdition } from "./types";

/** The same for every kind: which one it is, the history itself says. */
@Resolver(() => RecordHistory)
export class HistoryResolver {
  @FieldResolver(() => PublicEditionConnection, { description: "Its public editions, the newest first, a page at a time." })
  editions(
    @Root() { kind, code }: RecordHistory,
    @First() first: number,
    @After() after: string | undefined,
    @Ctx() context: SubgraphContext,
  ): Promise<Connection<PublicEdition>> {
    return editionsOf(kindNamed(kind, context), code, { first, after }, context);
  }

  @FieldResolver(() => PublicEdition, {
    nullable: true,
    description: "One of its public editions; null when there is none with this number.",
  })
  edition(
    @Root() { kind, code }: RecordHistory,
    @Arg("number", () => Int, { description: "The number of the edition." }) number: number,
    @Ctx() context: SubgraphContext,
  ): Promise<PublicEdition | null> {
    return editionOf(kindNamed(kind, context), code, number, context);
  }

  @FieldResolver(() => [FieldChange], {
    nullable: true,
    description: "What is different between two of its editions; the draft is one for those who may see it.",
  })
  diff(
    @Root() { kind, code }: RecordHistory,
    @Arg("from", () => Int, { description: "The number of the edition before." }) from: number,
    @Arg("to", () => Int, { description: "The number of the edition after." }) to: number,
    @Ctx() context: SubgraphContext,
  ): Promise<FieldChange[]> {
    return differences(kindNamed(kind, context), code, { from, to }, context);
  }

  @FieldResolver(() => WorkingEdition, {
    nullable: true,
    description:
      "The edition that is being prepared; null when there is none, and to whoever is not of its entity, the secretariat or an auditor.",
  })
  draft(@Root() { kind, code }: RecordHistory, @Ctx() context: SubgraphContext): Promise<object | null> {
    return draftOf(kindNamed(kind, context), code, context);
  }

  @FieldResolver(() => [ReviewFlag], {
    nullable: true,
    description: "Why it needs to be looked at again; empty when it does not.",
  })
  needsReview(@Root() { kind, code }: RecordHistory, @Ctx() context: SubgraphContext): Promise<ReviewFlag[]> {
    return reviewFlags(kindNamed(kind, context), code, context);
  }
}

function kindNamed(name: string, { workflow }: SubgraphContext): Kind {
  const kind = workflow.kinds.find(({ document }) => document.name === name);
  if (!kind) throw new Error(`${name} is not a kind of record of this subgraph.`);
  return kind;
}
