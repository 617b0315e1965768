import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { connectionOf, DateTime, enumeration } from "../../schema/vocabulary";
import type { AuditAction as Action } from "../shared/audit/audit-chain";

export const AuditAction = enumeration<Action>("AuditAction", "What was done, as the audit chain keeps it.", {
  GENESIS: "The chain began. What was published before has no entry.",
  SAVE: "A draft was written or changed.",
  SUBMIT: "A draft was handed in for review.",
  APPROVE: "A draft was approved.",
  REQUEST_CHANGES: "A reviewer asked for changes to a draft.",
  SCHEDULE: "A draft was set to be published at a later time.",
  PUBLISH: "An edition was published.",
  WITHDRAW: "A record was taken out of the guide.",
  RESTORE: "A past edition was taken up again as a draft.",
  DISCARD: "A draft was thrown away.",
  EDITION: "An edition of the whole guide was named.",
  WEBHOOK: "Someone who follows the guide was set up, changed or removed.",
  REFUSED: "An access was refused.",
  READ: "Something was read that is not for everybody.",
});

@ObjectType({ description: "Someone who did something, as long as the guide may remember who it was." })
export class AuditPerson {
  @Field(() => ID, { description: "The pseudonym that stands for this person in the audit chain." })
  id!: string;

  @Field(() => String, { nullable: true, description: "Their name, as they signed in; null when unknown or erased." })
  name!: string | null;

  @Field(() => String, { nullable: true, description: "Who vouches for their identity; null when erased." })
  issuer!: string | null;

  @Field(() => String, { nullable: true, description: "What the issuer knows them by; null when erased." })
  subject!: string | null;
}

@ObjectType({
  description:
    "One entry of the audit chain: something was done or refused. The hash of each entry covers the entry before it, so none can be altered, left out or put in between unseen.",
})
export class AuditEntry {
  @Field(() => Int, { description: "Its place in the chain: 1, 2, 3 and so on without gaps." })
  sequence!: number;

  @Field(() => DateTime, { description: "When it happened; accesses are written within a second or so." })
  occurredAt!: Date;

  @Field(() => AuditAction, { description: "What was done." })
  action!: Action;

  @Field(() => AuditPerson, { nullable: true, description: "Who did it; null when no person did, or nobody knows who." })
  person!: AuditPerson | null;

  @Field(() => String, {
    description: "As what they did it: author, approver, secretariat, auditor, anonymous or system.",
  })
  role!: string;

  @Field(() => String, { nullable: true, description: "What did it when no person did, such as the schedule." })
  system!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What it concerns: a type of record, or "Field" for an access to a field of the graph.',
  })
  kind!: string | null;

  @Field(() => String, { nullable: true, description: "The code of the record, or the schema coordinate of the field." })
  code!: string | null;

  @Field(() => Int, { nullable: true, description: "The edition of the record." })
  edition!: number | null;

  @Field(() => String, { nullable: true, description: "The code of the entity whose record it is." })
  entity!: string | null;

  @Field(() => String, { nullable: true, description: "The reason that was given; null when there is none or it was erased." })
  reason!: string | null;

  @Field(() => String, { nullable: true, description: "The id of the request, by which logs can be searched; null when erased." })
  requestId!: string | null;

  @Field(() => Int, { nullable: true, description: "How often it happened, where the same within a while is one entry." })
  count!: number | null;

  @Field(() => Boolean, { description: "Whether reason, request and count were erased." })
  isErased!: boolean;

  @Field(() => String, { nullable: true, description: "SHA-256 of the document before." })
  before!: string | null;

  @Field(() => String, { nullable: true, description: "SHA-256 of the document after." })
  after!: string | null;

  @Field(() => String, { description: "The hash of the entry before; zeros for the first." })
  previous!: string;

  @Field(() => String, { description: "SHA-256 of this entry, the hash of the one before included." })
  hash!: string;
}

@InputType({ description: "Which entries of the audit chain to list." })
export class AuditFilter {
  @Field(() => ID, { nullable: true, description: "Only what the person with this pseudonym did." })
  person?: string | null;

  @Field(() => String, { nullable: true, description: "Only what concerns records of the entity with this code." })
  entity?: string | null;

  @Field(() => String, { nullable: true, description: 'Only what concerns this type of record, such as "Service".' })
  kind?: string | null;

  @Field(() => String, { nullable: true, description: "Only what concerns records with this code." })
  code?: string | null;

  @Field(() => AuditAction, { nullable: true, description: "Only this kind of act." })
  action?: Action | null;

  @Field(() => DateTime, { nullable: true, description: "Only from this instant on." })
  from?: Date | null;

  @Field(() => DateTime, { nullable: true, description: "Only before this instant." })
  to?: Date | null;
}

export const AuditEntryConnection = connectionOf(() => AuditEntry, "AuditEntry", "entries of the audit chain");
