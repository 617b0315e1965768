import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, ID, Info, Query, Resolver } from "type-graphql";
import { globalId, Node, parseGlobalId, type RecordKey } from "../../schema/vocabulary";
import { existingRecords } from "../shared/changes/change-log";
import type { Records } from "../shared/editions/records";
import { badUserInput } from "../shared/errors";
import type { SubgraphContext } from "../shared/request";
import { GUIDE_EDITION, guideEdition } from "./guide-editions";
import { Guide } from "./guide.entity";

const MAXIMUM_IDS = 100;

/**
 * Refetching by global id. The change log knows every record of every subgraph, so an unknown or withdrawn id is
 * answered with null here, and for the others the graph asks the subgraph that owns the record. The guide itself is of
 * this subgraph, and read at once.
 */
@Resolver()
export class NodeResolver {
  @Query(() => Node, { nullable: true, description: "Any record by its global id; null when there is none." })
  async node(
    @Arg("id", () => ID, { description: "The global id." }) id: string,
    @Ctx() context: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object | null> {
    const [node = null] = await this.nodes([id], context, info);
    return node;
  }

  @Query(() => [Node], {
    nullable: "itemsAndList",
    description: "Records by their global ids, at most 100, in the order of the ids; null where there is none.",
  })
  async nodes(
    @Arg("ids", () => [ID], { description: "The global ids." }) ids: string[],
    @Ctx() { records }: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<(object | null)[]> {
    if (ids.length > MAXIMUM_IDS)
      throw badUserInput(`\`ids\` takes at most ${MAXIMUM_IDS} ids, not ${ids.length}. Ask in several requests.`);
    // What the log knows but no id leads to, such as a batch of measurements, is no type of this schema.
    const keys = ids.map(parseGlobalId);
    const nodes = keys.filter(({ typename }) => info.schema.getType(typename));
    const existing = await existingRecords(records, nodes, records.asOf);
    return Promise.all(
      keys.map(async (key) => (existing.has(`${key.typename}:${key.code}`) ? recordBy(key, records, info) : null)),
    );
  }
}

/** A record that there is: of this subgraph read at once, of another as its id, with which the graph asks the other. */
export async function recordBy(
  { typename, code }: RecordKey,
  records: Records,
  info: GraphQLResolveInfo,
): Promise<object | null> {
  if (typename === Guide.name) return records.load(Guide, code, info);
  if (typename === GUIDE_EDITION) return guideEdition(records, code);
  return { __typename: typename, id: globalId(typename, code) };
}
