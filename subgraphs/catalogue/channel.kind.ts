import { Column, Entity } from "typeorm";
import { EditionRow } from "../shared/editions/edition.entity";
import { defineKind } from "../shared/editions/kind";
import { sameNameSurvey } from "../shared/editions/rules/copies";
import { schedulesSound } from "../shared/editions/rules/schedules";
import { Channel } from "./channel.entity";

@Entity("channel")
export class ChannelEdition extends EditionRow {
  @Column("text")
  type!: string;

  @Column("text", { nullable: true })
  operator!: string | null;
}

export const channelKind = defineKind<Channel, ChannelEdition>({
  document: Channel,
  edition: ChannelEdition,
  columns: ({ type, operator }) => ({ type, operator: operator ?? null }),
  entity: ({ operator }) => operator,
  rules: ({ schedules }) => schedulesSound(schedules, "$.schedules"),
  surveys: [sameNameSurvey(Channel, { column: "operator", of: ({ operator }) => operator })],
});
