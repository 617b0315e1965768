import { type GraphQLResolveInfo, type GraphQLSchema, isObjectType } from "graphql";
import { Arg, Ctx, FieldResolver, Info, Query, Resolver, Root } from "type-graphql";
import { Code, type Connection, globalId, Node } from "../../schema/vocabulary";
import { After, First } from "../shared/editions/queries";
import { badUserInput } from "../shared/errors";
import type { SubgraphContext } from "../shared/request";
import { changesAfter, newestCursor } from "./change-feed";
import { Change, ChangeConnection } from "./change-feed.entity";
import { recordBy } from "./node.resolver";
import { GovernmentEntity } from "./stubs";

/** What the log names beside types that can be fetched again: measurements, by the batch. */
const BATCHES = ["Measurement"];

@Resolver(() => Change)
export class ChangeFeedResolver {
  @Query(() => ChangeConnection, {
    nullable: true,
    description:
      "What changed in the guide, in one order: every publication, correction and withdrawal. Go on with `pageInfo.endCursor`, which is there on an empty page too; nothing is skipped or told twice, whoever publishes meanwhile. A cursor holds for any filter.",
  })
  changes(
    @First() first: number,
    @After() after: string | undefined,
    @Arg("kinds", () => [String], {
      nullable: true,
      description: 'Only changes of records of these types, such as ["Service", "Channel"]; all when absent.',
    })
    kinds: string[] | undefined,
    @Arg("entity", () => Code, {
      nullable: true,
      description: "Only changes of the entity with this code, also those by which a record of it became another's.",
    })
    entity: string | undefined,
    @Ctx() { records }: SubgraphContext,
    @Info() { schema }: GraphQLResolveInfo,
  ): Promise<Connection<Change>> {
    if (kinds) checkKinds(kinds, schema);
    return changesAfter(
      records,
      { kinds: kinds ?? undefined, entity: entity ?? undefined },
      { first, after: after ?? undefined },
    );
  }

  @Query(() => String, {
    nullable: true,
    description:
      "The cursor behind the newest change. Who keeps a copy of the guide notes it first, then reads the guide, then follows `changes(after:)` from it.",
  })
  changeCursor(@Ctx() { records }: SubgraphContext): Promise<string> {
    return newestCursor(records);
  }

  @FieldResolver(() => Node, {
    nullable: true,
    description: "The record as it is at the instant that is read; null when it is not in the guide then, and for a batch.",
  })
  async record(
    @Root() { action, kind, code }: Change,
    @Ctx() { records }: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object | null> {
    if (action === "WITHDRAW" || !isObjectType(info.schema.getType(kind))) return null;
    return recordBy({ typename: kind, code }, records, info);
  }

  @FieldResolver(() => GovernmentEntity, {
    nullable: true,
    description: "The entity whose change it is; null when it is nobody's in particular.",
  })
  entity(@Root() { entityCode }: Change): object | null {
    return entityCode === null ? null : { __typename: "GovernmentEntity", id: globalId("GovernmentEntity", entityCode) };
  }
}

/** Who asks for a kind that there is not would wait for its changes for ever. */
export function checkKinds(kinds: readonly string[], schema: GraphQLSchema): void {
  const unknown = unknownKindIn(kinds, schema);
  if (unknown)
    throw badUserInput(`\`kinds\` names "${unknown.kind}", which is no type of record. Use some of ${unknown.known.join(", ")}.`);
}

/** The first of some kinds that the log never names, with those it can name. */
export function unknownKindIn(
  kinds: readonly string[],
  schema: GraphQLSchema,
): { readonly kind: string; readonly known: readonly string[] } | undefined {
  const known = [...recordKinds(schema), ...BATCHES];
  const kind = kinds.find((each) => !known.includes(each));
  return kind === undefined ? undefined : { kind: kind.slice(0, 64), known };
}

/** The types of records that can be fetched again. */
export function recordKinds(schema: GraphQLSchema): string[] {
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  return types
    .filter((type) => type.getInterfaces().some(({ name }) => name === Node.name))
    .map(({ name }) => name)
    .sort();
}
