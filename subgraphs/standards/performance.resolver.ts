import type { GraphQLResolveInfo } from "graphql";
import { Ctx, FieldResolver, Info, Resolver, Root } from "type-graphql";
import { globalId } from "../../schema/vocabulary";
import type { SubgraphContext } from "../shared/request";
import { Indicator } from "./indicator.entity";
import { Performance } from "./performance";
import { Channel } from "./stubs";
import { StandardSubject, subjectStub } from "./subject";

/** A channel of another subgraph by its code. */
export function channelStub(code: string | undefined): object | undefined {
  return code === undefined ? undefined : { __typename: Channel.name, id: globalId(Channel.name, code) };
}

@Resolver(() => Performance)
export class PerformanceResolver {
  @FieldResolver(() => Indicator, { nullable: true, description: "The indicator it was counted for." })
  indicator(
    @Root() { indicator }: Performance,
    @Ctx() { records }: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Indicator | null> {
    return records.load(Indicator, indicator, info);
  }

  @FieldResolver(() => StandardSubject, { nullable: true, description: "What did well or badly." })
  subject(@Root() { subject }: Performance): object {
    return subjectStub(subject);
  }

  @FieldResolver(() => Channel, { nullable: true, description: "The channel it was counted in; null for all channels together." })
  channel(@Root() { channel }: Performance): object | undefined {
    return channelStub(channel);
  }
}
