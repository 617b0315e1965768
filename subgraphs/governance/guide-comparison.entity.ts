import { Field, ID, Int, ObjectType } from "type-graphql";
import { Code, connectionOf, DateTime, enumeration } from "../../schema/vocabulary";

export const GuideDifferenceAction = enumeration(
  "GuideDifferenceAction",
  "What became of a record from one instant to another.",
  {
    ADDED: "It was not in the guide then, and is in it later.",
    CHANGED: "It is in the guide at both instants, in different editions.",
    WITHDRAWN: "It was in the guide then, and is not in it later.",
  },
);

@ObjectType({ description: "A record that is not at one instant what it was at another." })
export class GuideDifference {
  @Field(() => GuideDifferenceAction, { description: "What became of it." })
  action!: keyof typeof GuideDifferenceAction;

  @Field(() => String, { description: 'The type of the record, such as "Service".' })
  kind!: string;

  @Field(() => Code, { description: "The code of the record." })
  code!: string;

  @Field(() => ID, { description: "The id of the record." })
  recordId!: string;

  @Field(() => Int, { nullable: true, description: "Its edition at the earlier instant; null when it was added." })
  fromEdition!: number | null;

  @Field(() => Int, { nullable: true, description: "Its edition at the later instant; null when it was withdrawn." })
  toEdition!: number | null;
}

export const GuideDifferenceConnection = connectionOf(
  () => GuideDifference,
  "GuideDifference",
  "records that differ between two instants",
);

@ObjectType({
  description: "What changed in the guide from one of its editions or instants to another, for records of one type.",
})
export class GuideComparison {
  @Field(() => String, { description: 'The type of the records compared, such as "Service".' })
  kind!: string;

  @Field(() => DateTime, { description: "The earlier instant." })
  from!: Date;

  @Field(() => DateTime, { description: "The later instant." })
  to!: Date;
}
