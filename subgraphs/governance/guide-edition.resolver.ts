import { Arg, Authorized, Ctx, Field, Mutation, ObjectType, Query, Resolver } from "type-graphql";
import { Code, type Connection } from "../../schema/vocabulary";
import { After, First } from "../shared/editions/queries";
import type { SubgraphContext } from "../shared/request";
import { Problem } from "../shared/workflow/types";
import { GuideEdition, GuideEditionConnection, PublishGuideEditionInput } from "./guide-edition.entity";
import { publishGuideEdition, type Published } from "./guide-edition-publishing";
import { guideEdition, guideEditions } from "./guide-editions";

@ObjectType({ description: "What came of publishing an edition of the guide." })
export class PublishGuideEditionPayload {
  @Field(() => GuideEdition, { nullable: true, description: "The edition; null where there are problems." })
  guideEdition?: GuideEdition;

  @Field(() => [Problem], { description: "What kept it from being published." })
  problems!: Problem[];
}

@Resolver()
export class GuideEditionResolver {
  @Query(() => GuideEditionConnection, {
    nullable: true,
    description: "The editions of the guide, the newest first: instants with a name, by which `Guide-As-Of` reads the past.",
  })
  guideEditions(
    @First() first: number,
    @After() after: string | undefined,
    @Ctx() { records }: SubgraphContext,
  ): Promise<Connection<GuideEdition>> {
    return guideEditions(records, first, after);
  }

  @Query(() => GuideEdition, { nullable: true, description: "An edition of the guide by its code; null when there is none." })
  guideEdition(
    @Arg("code", () => Code, { description: "The code." }) code: string,
    @Ctx() { records }: SubgraphContext,
  ): Promise<GuideEdition | null> {
    return guideEdition(records, code);
  }

  @Authorized("secretariat")
  @Mutation(() => PublishGuideEditionPayload, {
    nullable: true,
    description:
      "Publishes an edition of the guide: gives an instant a name, for ever. The same call again has no further effect and gets the same answer.",
  })
  publishGuideEdition(
    @Arg("input", () => PublishGuideEditionInput, { description: "The edition." }) input: PublishGuideEditionInput,
    @Ctx() { database, configuration, caller, requestId }: SubgraphContext,
  ): Promise<Published> {
    return publishGuideEdition(database, input, { caller, requestId, settings: configuration });
  }
}
