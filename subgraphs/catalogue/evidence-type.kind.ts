import { Column, Entity } from "typeorm";
import { EditionRow } from "../shared/editions/edition.entity";
import { defineKind } from "../shared/editions/kind";
import { EvidenceType } from "./evidence-type.entity";
import { evidenceTypeSurveys } from "./evidence-type.rules";

@Entity("evidence_type")
export class EvidenceTypeEdition extends EditionRow {
  @Column("text", { nullable: true })
  issuingEntity!: string | null;

  @Column("text", { nullable: true })
  producedBy!: string | null;
}

export const evidenceTypeKind = defineKind<EvidenceType, EvidenceTypeEdition>({
  document: EvidenceType,
  edition: EvidenceTypeEdition,
  columns: ({ issuingEntity, producedBy }) => ({ issuingEntity: issuingEntity ?? null, producedBy: producedBy ?? null }),
  entity: ({ issuingEntity }) => issuingEntity,
  surveys: evidenceTypeSurveys,
});
