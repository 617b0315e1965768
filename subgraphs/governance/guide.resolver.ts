import type { GraphQLResolveInfo } from "graphql";
import sql from "sql-template-tag";
import { Ctx, FieldResolver, Info, Query, Resolver, Root } from "type-graphql";
import { DateTime, LanguageTag } from "../../schema/vocabulary";
import type { SubgraphContext } from "../shared/request";
import { Guide, GUIDE_CODE, LANGUAGES } from "./guide.entity";

@Resolver(() => Guide)
export class GuideResolver {
  @Query(() => Guide, { nullable: true, description: "The guide itself; null while nothing has been published." })
  guide(@Ctx() { records }: SubgraphContext, @Info() info: GraphQLResolveInfo): Promise<Guide | null> {
    return records.load(Guide, GUIDE_CODE, info);
  }

  @FieldResolver(() => DateTime, { description: "When anything in the guide last changed, in whichever subgraph." })
  async lastChangedAt(@Ctx() { records }: SubgraphContext): Promise<Date | undefined> {
    const [row] = await records.query<{ at: Date }>(
      sql`SELECT occurred_at AS at FROM governance.change
          WHERE occurred_at <= ${records.asOf ?? "infinity"}::timestamptz ORDER BY position DESC LIMIT 1`,
    );
    return row?.at;
  }

  /** Editions from before the guide said so name none. */
  @FieldResolver(() => [LanguageTag], { description: LANGUAGES })
  languages(@Root() { languages }: Partial<Guide>): readonly string[] {
    return languages ?? [];
  }
}
