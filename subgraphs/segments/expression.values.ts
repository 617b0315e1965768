import { Decimal as DecimalNumber } from "decimal.js";
import type { Comparison } from "./expression.entity";
import type { InformationConcept } from "./information-concept.entity";

/** The values a fact may have, as far as a condition can tell them apart. */

type ValueType = InformationConcept["valueType"];
type Operator = Comparison["operator"];

/** Digits enough to halve the distance between any two values exactly. */
const Exact = DecimalNumber.clone({ precision: 40 });
export type Point = InstanceType<typeof Exact>;

const DAY_MS = 86_400_000;

/** A number as it is; a date as the number of its day. */
export function pointOf(value: string, type: ValueType): Point {
  return new Exact(type === "DATE" ? Date.parse(value) / DAY_MS : value);
}

/** Values of a concept, one for all that no comparison tells apart, and which of them meet a comparison. */
export interface SampledValues {
  /** The samples that meet a comparison, one bit for each. */
  readonly meeting: (comparison: Comparison) => bigint;
  readonly all: bigint;
}

/** Samples of a concept that tell apart all that sound comparisons of it tell apart. */
export function sampledValues(concept: InformationConcept, comparisons: readonly Comparison[]): SampledValues {
  const values = comparisons.flatMap((comparison) => comparison.values);
  const { valueType } = concept;
  const isOrdered = valueType === "NUMBER" || valueType === "DATE";
  const count = isOrdered ? 0 : wordsOf(concept, values).length;
  if (!isOrdered) {
    const words = wordsOf(concept, values);
    return { all: everyBit(count), meeting: (comparison) => bits(words, (word) => meetsWord(word, comparison)) };
  }
  const points = pointsAround(
    values.map((value) => pointOf(value, valueType)),
    valueType === "DATE",
  );
  return {
    all: everyBit(points.length),
    meeting: ({ operator, values: given }) => {
      const bounds = given.map((value) => pointOf(value, valueType));
      return bits(points, (point) => HOLDS[operator](point, bounds));
    },
  };
}

const everyBit = (count: number): bigint => (1n << BigInt(count)) - 1n;

function bits<Sample>(samples: readonly Sample[], meets: (sample: Sample) => boolean): bigint {
  return samples.reduce((all, sample, index) => (meets(sample) ? all | (1n << BigInt(index)) : all), 0n);
}

/** Every value of a closed type; of free text those that are named, and one that is not. */
function wordsOf({ valueType, options }: InformationConcept, named: readonly string[]): (string | undefined)[] {
  if (valueType === "BOOLEAN") return ["true", "false"];
  return valueType === "CODE" ? options.map(({ code }) => code) : [...new Set(named), undefined];
}

function meetsWord(word: string | undefined, { operator, values }: Comparison): boolean {
  if (operator === "EXISTS") return true;
  const isNamed = word !== undefined && values.includes(word);
  return operator === "NE" ? !isNamed : isNamed;
}

const HOLDS: Record<Operator, (point: Point, points: readonly Point[]) => boolean> = {
  EQ: (point, points) => points.some((each) => point.eq(each)),
  NE: (point, points) => points.every((each) => !point.eq(each)),
  IN: (point, points) => points.some((each) => point.eq(each)),
  GT: (point, points) => points.every((each) => point.gt(each)),
  GTE: (point, points) => points.every((each) => point.gte(each)),
  LT: (point, points) => points.every((each) => point.lt(each)),
  LTE: (point, points) => points.every((each) => point.lte(each)),
  BETWEEN: (point, points) => point.gte(Exact.min(...points)) && point.lte(Exact.max(...points)),
  EXISTS: () => true,
};

/**
 * A point of every stretch between the given ones, and these themselves: where none of them meets a comparison, no point
 * does. Between two days there is nothing; between two numbers there is always another.
 */
function pointsAround(given: readonly Point[], isDate: boolean): Point[] {
  const points = [...given].sort((a, b) => a.comparedTo(b));
  if (points.length === 0) return [new Exact(0)];
  return points.flatMap((point, index) => {
    const next = points[index + 1];
    const between = isDate || !next ? point.add(1) : point.add(next).div(2);
    return index === 0 ? [point.sub(1), point, between] : [point, between];
  });
}
