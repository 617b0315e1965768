import { Column, Entity } from "typeorm";
import { EditionRow } from "../shared/editions/edition.entity";
import { defineKind } from "../shared/editions/kind";
import { Target } from "./target.entity";
import { targetRules } from "./target.rules";

@Entity("target")
export class TargetEdition extends EditionRow {
  @Column("text")
  indicator!: string;

  @Column("text")
  scope!: string;

  @Column("text", { nullable: true })
  entity!: string | null;

  @Column("text", { nullable: true })
  service!: string | null;
}

export const targetKind = defineKind<Target, TargetEdition>({
  document: Target,
  edition: TargetEdition,
  columns: ({ indicator, scope, entity, service }) => ({ indicator, scope, entity: entity ?? null, service: service ?? null }),
  entity: ({ entity }) => entity,
  keptBy: "secretariat",
  rules: targetRules,
});
