import { Field, ID, Int, ObjectType } from "type-graphql";
import { Code, connectionOf, DateTime, enumeration, globalId } from "../../schema/vocabulary";
import type { Change as LogEntry } from "../shared/changes/change.entity";

export const ChangeAction = enumeration(
  "ChangeAction",
  "What happened to a record. More may come; take an unknown one as PUBLISH.",
  {
    PUBLISH: "It was published: new, or other than before in what it means.",
    CORRECT: "Its wording was corrected; it means what it meant before.",
    WITHDRAW: "It was taken out of the guide.",
  },
);

@ObjectType({
  description:
    "One entry of the change log: a record was published, corrected or withdrawn. Entries are never altered, and come in the one order in which the whole guide changed.",
})
export class Change {
  @Field(() => ChangeAction, { description: "What happened." })
  action!: keyof typeof ChangeAction;

  @Field(() => String, {
    description: 'The type of the record, such as "Service". Measurements are reported as a batch of one indicator.',
  })
  kind!: string;

  @Field(() => Code, { description: "The code of the record; for measurements that of their indicator." })
  code!: string;

  @Field(() => ID, { description: "The id of the record, told also when it is withdrawn, so that followers can remove it." })
  recordId!: string;

  @Field(() => Int, { nullable: true, description: "The edition that was published; null for a withdrawal and for a batch." })
  edition!: number | null;

  @Field(() => Code, {
    nullable: true,
    description: "The code of the entity whose change it is; null when it is nobody's in particular.",
  })
  entityCode!: string | null;

  @Field(() => Code, {
    nullable: true,
    description:
      "The code of the entity whose record it was before; null unless this change made it another's. Who keeps the records of that entity drops it.",
  })
  previousEntityCode!: string | null;

  @Field(() => DateTime, {
    description: "When the change took effect; later changes have later instants, those made at once have the same.",
  })
  occurredAt!: Date;
}

export const ChangeConnection = connectionOf(() => Change, "Change", "changes");

/** An entry of the log as it is told. */
export function changeOf({ entity, previousEntity, ...told }: Omit<LogEntry, "position">): Change {
  const { action, kind, code, edition, occurredAt } = told;
  const recordId = globalId(kind, code);
  return { action, kind, code, recordId, edition, entityCode: entity, previousEntityCode: previousEntity, occurredAt };
}
