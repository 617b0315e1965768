import { Field, ObjectType } from "type-graphql";
import { connectionOf } from "../../schema/vocabulary";
import { AppliedStandard } from "./applied-standard";
import { Performance } from "./performance";

@ObjectType({ description: "A standard whose target was missed in several periods running." })
export class MissedStandard {
  @Field(() => AppliedStandard, { description: "The standard as it applies to what missed it." })
  application!: AppliedStandard;

  @Field(() => [Performance], { description: "How it did in each of these periods, oldest first." })
  performanceSeries!: Performance[];
}

export const MissedStandardConnection = connectionOf(
  () => MissedStandard,
  "MissedStandard",
  "standards missed several periods running",
);
