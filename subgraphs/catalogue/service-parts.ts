import { ObjectType } from "type-graphql";
import { CodeListed, Duration, enumeration, Localized, OneOf, Reference, Scalar, type Texts } from "../../schema/vocabulary";
import { EvidenceType } from "./evidence-type.entity";
import { CodeListItem } from "./stubs";

export const OnlineAvailability = enumeration("OnlineAvailability", "Whether something can be done online.", {
  YES: "It can be done online.",
  NO: "It cannot be done online.",
  NOT_APPLICABLE: "It is not part of the service.",
});
type OnlineAvailability = keyof typeof OnlineAvailability;

export const InteractionPoint = enumeration(
  "InteractionPoint",
  "A point at which customer and government meet (Government of Canada service inventory).",
  {
    ACCOUNT_REGISTRATION: "Registering an account.",
    AUTHENTICATION: "Proving who one is.",
    APPLICATION: "Applying.",
    DECISION: "Being told the decision.",
    ISSUANCE: "Getting the result.",
    ISSUE_RESOLUTION: "Having a problem resolved.",
  },
);

@ObjectType({ description: "Which of the six interaction points can be done online (Government of Canada service inventory)." })
export class OnlineStatus {
  @OneOf(OnlineAvailability, "Registering an account.")
  accountRegistration!: OnlineAvailability;

  @OneOf(OnlineAvailability, "Proving who one is.")
  authentication!: OnlineAvailability;

  @OneOf(OnlineAvailability, "Applying.")
  application!: OnlineAvailability;

  @OneOf(OnlineAvailability, "Being told the decision.")
  decision!: OnlineAvailability;

  @OneOf(OnlineAvailability, "Getting the result.")
  issuance!: OnlineAvailability;

  @OneOf(OnlineAvailability, "Having a problem resolved.")
  issueResolution!: OnlineAvailability;
}

export const OutputForm = enumeration("OutputForm", "In what form a result is given.", {
  DIGITAL: "A digital document or entry.",
  PAPER: "On paper.",
  DIGITAL_AND_PAPER: "Both.",
});

@ObjectType({ description: "What a service results in (CPSV-AP Output)." })
export class Output {
  @Localized("What it is.")
  name!: Texts;

  @CodeListed(() => CodeListItem, "OUTPUT-TYPE", "What kind of result it is.")
  type!: string;

  @OneOf(OutputForm, "In what form it is given.")
  form!: keyof typeof OutputForm;

  @Scalar(Duration, "How long it is valid; null when without end.", { optional: true })
  validity?: string;

  @Reference(() => EvidenceType, "The kind of document it is when other services ask for it; null when none does.", {
    optional: true,
  })
  usedAs?: string;
}

@ObjectType({ description: "A question customers often ask, with its answer." })
export class FrequentQuestion {
  @Localized("The question.")
  question!: Texts;

  @Localized("The answer.")
  answer!: Texts;
}
