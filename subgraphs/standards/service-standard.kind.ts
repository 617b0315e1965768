import { Column, Entity } from "typeorm";
import { EditionRow } from "../shared/editions/edition.entity";
import { defineKind } from "../shared/editions/kind";
import { evidenceAttachments } from "./evidence";
import { ServiceStandard } from "./service-standard.entity";
import { serviceStandardRules } from "./service-standard.rules";
import { subjectKey, subjectReference, subjectTypes } from "./subject";

@Entity("service_standard")
export class ServiceStandardEdition extends EditionRow {
  @Column("text")
  entity!: string;

  @Column("text")
  type!: string;

  @Column("text", { array: true })
  subjects!: string[];

  @Column("text", { array: true })
  subjectTypes!: string[];

  @Column("text", { nullable: true })
  channel!: string | null;

  @Column("text", { nullable: true })
  indicator!: string | null;

  @Column("text", { nullable: true })
  criterion!: string | null;
}

export const serviceStandardKind = defineKind<ServiceStandard, ServiceStandardEdition>({
  document: ServiceStandard,
  edition: ServiceStandardEdition,
  columns: ({ entity, type, subjects, channel, indicator, criterion }) => ({
    entity,
    type,
    subjects: subjects.map(subjectKey),
    subjectTypes: [...new Set(subjects.map((subject) => subject.type))],
    channel: channel ?? null,
    indicator: indicator ?? null,
    criterion: criterion ?? null,
  }),
  name: ({ text }) => text,
  entity: ({ entity }) => entity,
  references: ({ subjects }) => subjects.map((subject, index) => subjectReference(subject, `$.subjects[${index}].code`)),
  referredTypes: subjectTypes,
  rules: serviceStandardRules,
  attachments: evidenceAttachments,
});
