import { Arg, Ctx, ID, Query, Resolver } from "type-graphql";
import { Node, parseGlobalId } from "../../schema/vocabulary";
import { existingRecords } from "../shared/changes/change-log";
import { badUserInput } from "../shared/errors";
import type { SubgraphContext } from "../shared/request";

const MAXIMUM_IDS = 100;

/**
 * Refetching by global id. The change log knows every record of every subgraph, so an unknown or withdrawn id is
 * answered with null here, and for the others the graph asks the subgraph that owns the record.
 */
@Resolver()
export class NodeResolver {
  @Query(() => Node, { nullable: true, description: "Any record by its global id; null when there is none." })
  async node(
    @Arg("id", () => ID, { description: "The global id." }) id: string,
    @Ctx() context: SubgraphContext,
  ): Promise<object | null> {
    const [node = null] = await this.nodes([id], context);
    return node;
  }

  @Query(() => [Node], {
    nullable: "itemsAndList",
    description: "Records by their global ids, at most 100, in the order of the ids; null where there is none.",
  })
  async nodes(
    @Arg("ids", () => [ID], { description: "The global ids." }) ids: string[],
    @Ctx() { records }: SubgraphContext,
  ): Promise<(object | null)[]> {
    if (ids.length > MAXIMUM_IDS)
      throw badUserInput(`\`ids\` takes at most ${MAXIMUM_IDS} ids, not ${ids.length}. Ask in several requests.`);
    const keys = ids.map(parseGlobalId);
    const existing = await existingRecords(records, keys, records.asOf);
    return ids.map((id, index) => (existing.has(id) ? { __typename: keys[index]?.typename, id } : null));
  }
}
