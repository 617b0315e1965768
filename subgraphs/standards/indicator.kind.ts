import { Column, Entity } from "typeorm";
import { EditionRow } from "../shared/editions/edition.entity";
import { defineKind } from "../shared/editions/kind";
import { Indicator } from "./indicator.entity";

@Entity("indicator")
export class IndicatorEdition extends EditionRow {
  @Column("text")
  frequency!: string;

  @Column("text")
  method!: string;
}

export const indicatorKind = defineKind<Indicator, IndicatorEdition>({
  document: Indicator,
  edition: IndicatorEdition,
  columns: ({ frequency, method }) => ({ frequency, method }),
});
