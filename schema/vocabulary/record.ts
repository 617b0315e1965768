import { Directive, Field, ID, Int, InterfaceType, ObjectType } from "type-graphql";
import { enumeration } from "./enumeration";
import { Nested, Scalar, Text } from "./fields";
import { Code, DateTime } from "./scalars";

@InterfaceType({
  description:
    "Anything that can be fetched again by its id. Relay global object identification: https://relay.dev/graphql/objectidentification.htm",
  autoRegisterImplementations: false,
  resolveType: (value: { __typename: string }) => value.__typename,
})
export abstract class Node {
  @Field(() => ID, { description: "Opaque id, unique across the whole guide; give it to `node` to fetch this again." })
  id!: string;
}

export const EditionStatus = enumeration(
  "EditionStatus",
  "Where an edition of a record stands. More may be added: treat one you do not know as not public.",
  {
    DRAFT: "It is being written, and seen by its entity only.",
    IN_REVIEW: "It waits for the decision of an approver.",
    CHANGES_REQUESTED: "An approver asked for changes; the next one who saves it makes it a draft again.",
    APPROVED: "An approver agreed to it; it can be published.",
    SCHEDULED: "It is approved and will be published at a given instant.",
    PUBLISHED: "It is or was part of the public guide.",
    WITHDRAWN: "It was taken out of the guide; its past stays readable.",
    DISCARDED: "It was given up before it was published.",
  },
);

@Directive("@shareable")
@ObjectType({ description: "One immutable edition of a record." })
export class Edition {
  @Field(() => Int, { description: "The number of this edition of the record, counted from 1." })
  number!: number;

  @Field(() => EditionStatus, { description: "Where the edition stands." })
  status!: keyof typeof EditionStatus;

  @Field(() => DateTime, { description: "When it was published." })
  publishedAt!: Date;

  @Field(() => String, { nullable: true, description: "What the publisher said about the change; null when nothing." })
  note?: string;
}

@Directive("@shareable")
@ObjectType({ description: "Where a record was imported from." })
export class RecordSource {
  @Text('The system it came from, such as "sample" for the sample guide.')
  system!: string;

  @Text("Its identifier in that system; null when it has none.", { optional: true })
  id?: string;
}

@InterfaceType({
  description: "A record of the guide: published in editions, readable as it was at any instant.",
  autoRegisterImplementations: false,
  implements: Node,
  resolveType: (value: { __typename: string }) => value.__typename,
})
export abstract class PublishedRecord extends Node {
  @Scalar(Code, "The human identifier: unique among records of its type and never reused.")
  code!: string;

  @Field(() => Edition, { description: "The edition of the record that is shown." })
  edition!: Edition;

  @Field(() => DateTime, { description: "Since when this edition is in force." })
  validFrom!: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: "Until when it was in force; null while it is, seen from the instant that is read.",
  })
  validTo?: Date;

  @Field(() => DateTime, { description: "When the record last changed (dct:modified)." })
  dateModified!: Date;

  @Nested(() => RecordSource, "Where it was imported from; null when it was written in this guide.", { optional: true })
  source?: RecordSource;
}
