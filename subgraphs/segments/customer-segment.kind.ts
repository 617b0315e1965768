import { Column, Entity } from "typeorm";
import { EditionRow } from "../shared/editions/edition.entity";
import { defineKind } from "../shared/editions/kind";
import { CustomerSegment } from "./customer-segment.entity";
import { customerSegmentRules, customerSegmentSurveys } from "./customer-segment.rules";
import { conceptsOf } from "./expression.entity";

@Entity("customer_segment")
export class CustomerSegmentEdition extends EditionRow {
  @Column("text")
  party!: string;

  @Column("text", { nullable: true })
  parent!: string | null;

  @Column("boolean")
  isPriority!: boolean;

  /** The concepts its criteria ask about. */
  @Column("text", { array: true })
  concepts!: string[];
}

export const customerSegmentKind = defineKind<CustomerSegment, CustomerSegmentEdition>({
  document: CustomerSegment,
  edition: CustomerSegmentEdition,
  columns: ({ party, parent, isPriority, criteria }) => ({
    party,
    parent: parent ?? null,
    isPriority,
    concepts: conceptsOf(criteria),
  }),
  rules: customerSegmentRules,
  surveys: customerSegmentSurveys,
});
