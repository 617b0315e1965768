import { ObjectType } from "type-graphql";
import {
  CodeListed,
  Duration,
  enumeration,
  Flag,
  Integer,
  Localized,
  OneOf,
  Reference,
  Scalar,
  type Texts,
} from "../../schema/vocabulary";
import { Channel } from "./channel.entity";
import { EvidenceType } from "./evidence-type.entity";
import { CodeListItem } from "./stubs";

export const DocumentForm = enumeration("DocumentForm", "In what form a document is asked for.", {
  ORIGINAL: "The original.",
  COPY: "A plain copy.",
  CERTIFIED_COPY: "A certified copy.",
  DIGITAL: "A digital document or an upload.",
});

@ObjectType({
  description:
    "A document that a service asks for, and on what condition. It holds for every channel and party unless it names one.",
})
export class RequiredDocument {
  @Reference(() => EvidenceType, "The kind of document.")
  evidence!: string;

  @Flag("Whether the service is refused without it.", { required: true })
  isMandatory!: boolean;

  @Localized("When it is asked for; null when always.", { optional: true })
  condition?: Texts;

  @OneOf(DocumentForm, "In what form it is asked for.")
  form!: keyof typeof DocumentForm;

  @Integer("How many copies; null when one.", { optional: true, minimum: 1, maximum: 20 })
  copies?: number;

  @Scalar(Duration, "How recent it must be; null when its age does not matter.", { optional: true })
  validity?: string;

  @Reference(() => EvidenceType, "Documents accepted in its place.", { list: true })
  alternatives!: string[];

  @CodeListed(() => CodeListItem, "PARTY", "The party that brings it; null when there is one party only.", { optional: true })
  party?: string;

  @Reference(() => Channel, "The channel it is for; null for all.", { optional: true })
  channel?: string;
}
