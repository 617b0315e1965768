import { Directive, Field, Float, Int, ObjectType } from "type-graphql";
import { LocalizedText, type Texts } from "../../../schema/vocabulary";
import type { Severity as SeverityName } from "../editions/validation";
import { Severity } from "../workflow/types";

@Directive("@shareable")
@ObjectType({ description: "What one rule takes off the quality score of a record." })
export class QualityDeduction {
  @Field(() => String, { description: 'The code of the rule, such as "NO_KEYWORDS".' })
  code!: string;

  @Field(() => Severity, { description: "How much breaking it weighs." })
  severity!: SeverityName;

  @Field(() => LocalizedText, { nullable: true, description: "What is wrong, in a few words; null for a rule that is no more." })
  title!: Texts | undefined;

  @Field(() => Int, { description: "How often the record breaks it." })
  count!: number;

  @Field(() => Int, { description: "The points it takes off; the same rule is held against a record twice at most." })
  points!: number;
}

@Directive("@shareable")
@ObjectType({ description: "How good a record is by the rules of the guide when it was published, and why it is not better." })
export class RecordQuality {
  @Field(() => Int, { description: "From 0 to 100: a hundred less the points of all deductions." })
  score!: number;

  @Field(() => [QualityDeduction], { description: "What takes points off, the most first." })
  deductions!: QualityDeduction[];
}

@Directive("@shareable")
@ObjectType({ description: "How one rule lowers the quality of many records." })
export class QualityFinding {
  @Field(() => String, { description: 'The code of the rule, such as "NO_KEYWORDS".' })
  code!: string;

  @Field(() => Severity, { description: "How much breaking it weighs." })
  severity!: SeverityName;

  @Field(() => LocalizedText, { nullable: true, description: "What is wrong, in a few words; null for a rule that is no more." })
  title!: Texts | undefined;

  @Field(() => Int, { description: "How many records break it." })
  records!: number;

  @Field(() => Float, { description: "The points it takes off the average score." })
  points!: number;
}

@Directive("@shareable")
@ObjectType({
  description:
    "How good many records are on the average, and why not better. The lowest come first in a list ordered QUALITY_ASC.",
})
export class QualityReport {
  @Field(() => Int, { description: "How many records were judged." })
  records!: number;

  @Field(() => Float, { nullable: true, description: "Their average score from 0 to 100; null when there are none." })
  score!: number | undefined;

  @Field(() => [QualityFinding], { description: "What takes points off, the most first." })
  findings!: QualityFinding[];
}
