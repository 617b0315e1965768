import fc from "fast-check";
import type { Comparison, Expression } from "../../../subgraphs/segments/expression.entity";
import { expressionRules } from "../../../subgraphs/segments/expression.rules";
import { all, any, compare, concept, guideOf, not } from "./expressions";

const guide = guideOf(
  concept("AGE", "NUMBER"),
  concept("SIGNED-ON", "DATE"),
  concept("IS-TENANT", "BOOLEAN"),
  concept("STATUS", "CODE", ["EMPLOYED", "RETIRED"]),
  concept("TRADE", "TEXT"),
);

/** The problems of an expression, each as its code and place. */
async function problemsOf(expression: Expression): Promise<string[]> {
  const problems = await expressionRules(expression, "$", guide);
  return problems.map(({ code, path }) => `${code} ${path}`);
}

const isTenant = compare("IS-TENANT", "EQ", "true");

describe("the shape of an expression", () => {
  test("combinators and comparisons may be nested", async () => {
    expect(await problemsOf(all(isTenant, any(compare("AGE", "GTE", "60"), not(compare("STATUS", "EQ", "EMPLOYED")))))).toEqual(
      [],
    );
  });

  test("a node that is both a combinator and a comparison is refused", async () => {
    expect(await problemsOf({ ...all(isTenant), ...{ comparison: isTenant.comparison } })).toEqual(["UNSOUND_EXPRESSION $"]);
  });

  test("a comparison with operands is refused", async () => {
    expect(await problemsOf({ ...isTenant, operands: [isTenant] })).toEqual(["UNSOUND_EXPRESSION $"]);
  });

  test("a node that is neither is refused, wherever it stands", async () => {
    expect(await problemsOf(all(isTenant, { operands: [] }))).toEqual(["UNSOUND_EXPRESSION $.operands[1]"]);
  });

  test.each([
    ["NOT without an operand", not()],
    ["NOT with two operands", not(isTenant, isTenant)],
    ["ALL without an operand", all()],
    ["ANY without an operand", any()],
  ])("%s is refused", async (_, expression) => {
    expect(await problemsOf(expression)).toEqual(["WRONG_OPERAND_COUNT $.operands"]);
  });
});

describe("operators", () => {
  test.each(["GT", "GTE", "LT", "LTE"] as const)("%s compares numbers and dates only", async (operator) => {
    expect(await problemsOf(compare("AGE", operator, "60"))).toEqual([]);
    expect(await problemsOf(compare("SIGNED-ON", operator, "2024-09-19"))).toEqual([]);
    for (const [code, value] of [
      ["IS-TENANT", "true"],
      ["STATUS", "RETIRED"],
      ["TRADE", "bakery"],
    ] as const) {
      expect(await problemsOf(compare(code, operator, value))).toEqual(["OPERATOR_MISMATCH $.comparison.operator"]);
    }
  });

  test("BETWEEN compares numbers and dates only", async () => {
    expect(await problemsOf(compare("STATUS", "BETWEEN", "EMPLOYED", "RETIRED"))).toEqual([
      "OPERATOR_MISMATCH $.comparison.operator",
    ]);
  });

  test.each([
    ["EXISTS", []],
    ["EQ", ["60"]],
    ["NE", ["60"]],
    ["GT", ["60"]],
    ["BETWEEN", ["15", "35"]],
    ["IN", ["60"]],
    ["IN", ["60", "61", "62"]],
  ] as const)("%s takes the values %j", async (operator, values) => {
    expect(await problemsOf(compare("AGE", operator, ...values))).toEqual([]);
  });

  test.each([
    ["EXISTS", ["60"]],
    ["EQ", []],
    ["EQ", ["60", "61"]],
    ["LT", ["60", "61"]],
    ["BETWEEN", ["15"]],
    ["BETWEEN", ["15", "20", "35"]],
    ["IN", []],
  ] as const)("%s refuses the values %j", async (operator, values) => {
    expect(await problemsOf(compare("AGE", operator, ...values))).toEqual(["WRONG_VALUE_COUNT $.comparison.values"]);
  });
});

describe("values", () => {
  test.each([
    ["IS-TENANT", "yes"],
    ["IS-TENANT", "TRUE"],
    ["AGE", "sixty"],
    ["AGE", "1e3"],
    ["AGE", "٦٠"],
    ["SIGNED-ON", "2026-02-30"],
    ["SIGNED-ON", "19.09.2024"],
    ["STATUS", "UNEMPLOYED"],
    ["STATUS", "employed"],
  ])("of %s cannot be %j", async (code, value) => {
    expect(await problemsOf(compare(code, "EQ", value))).toEqual(["VALUE_MISMATCH $.comparison.values[0]"]);
  });

  test.each([
    ["IS-TENANT", "false"],
    ["AGE", "-7.50"],
    ["SIGNED-ON", "2024-02-29"],
    ["STATUS", "RETIRED"],
    ["TRADE", "مخبز"],
  ])("of %s can be %j", async (code, value) => {
    expect(await problemsOf(compare(code, "EQ", value))).toEqual([]);
  });

  test("the one that does not fit is named, with what to write instead in both languages", async () => {
    const [first, ...others] = await expressionRules(compare("STATUS", "IN", "EMPLOYED", "STUDENT"), "$.criteria", guide);
    expect(others).toEqual([]);
    expect(first).toMatchObject({
      path: "$.criteria.comparison.values[1]",
      remedy: { en: "Write one of: EMPLOYED, RETIRED.", ar: "اكتب أحد الخيارات: EMPLOYED، RETIRED." },
    });
  });

  test("of a concept that is not in the guide are left to the check of references", async () => {
    expect(await problemsOf(compare("SHOE-SIZE", "EQ", "anything"))).toEqual([]);
  });
});

describe("BETWEEN", () => {
  test.each([
    ["AGE", "9", "10"],
    ["AGE", "18", "18.0"],
    ["SIGNED-ON", "2024-09-19", "2025-01-01"],
  ])("of %s may span %s to %s", async (code, low, high) => {
    expect(await problemsOf(compare(code, "BETWEEN", low, high))).toEqual([]);
  });

  test.each([
    ["AGE", "10", "9"],
    ["SIGNED-ON", "2025-01-01", "2024-09-19"],
  ])("of %s cannot span %s to %s", async (code, low, high) => {
    expect(await problemsOf(compare(code, "BETWEEN", low, high))).toEqual(["NOT_IN_ORDER $.comparison.values"]);
  });
});

describe("a contradiction", () => {
  const age = (operator: Comparison["operator"], ...values: string[]) => compare("AGE", operator, ...values);
  const signed = (operator: Comparison["operator"], ...values: string[]) => compare("SIGNED-ON", operator, ...values);

  test.each([
    ["bounds that do not meet", all(age("GTE", "60"), age("LT", "18"))],
    ["bounds that touch but exclude each other", all(age("GT", "18"), age("LTE", "18"))],
    ["values outside the bounds", all(age("IN", "10", "70"), age("BETWEEN", "18", "60"))],
    ["two different values", all(age("EQ", "18"), age("EQ", "19"))],
    ["a value that is excluded", all(age("EQ", "18"), age("NE", "18.0"))],
    ["a day between two neighbours", all(signed("GT", "2024-02-28"), signed("LT", "2024-02-29"))],
    [
      "a span whose every day is excluded",
      all(signed("BETWEEN", "2024-02-28", "2024-02-29"), signed("NE", "2024-02-28"), signed("NE", "2024-02-29")),
    ],
    ["values too close for a float", all(age("GT", "100000000000000.000000002"), age("LT", "100000000000000.000000001"))],
  ])("is reported: %s", async (_, expression) => {
    expect(await problemsOf(expression)).toEqual(["CONTRADICTION $"]);
  });

  test.each([
    ["bounds that meet", all(age("GTE", "18"), age("LTE", "60"))],
    ["bounds that touch", all(age("GTE", "18"), age("LTE", "18"))],
    ["a number between two neighbours", all(age("GT", "18"), age("LT", "19"))],
    ["a day between two others", all(signed("GT", "2024-02-28"), signed("LT", "2024-03-01"))],
    ["one bound or the other", any(age("GTE", "60"), age("LT", "18"))],
    ["bounds on different facts", all(age("GTE", "60"), signed("LT", "2024-02-29"))],
    ["a bound that is negated", all(age("GTE", "18"), not(age("GTE", "60")))],
    ["a fact that need only be known", all(age("GTE", "60"), age("EXISTS"))],
    ["numbers closer than a float can tell", all(age("GT", "100000000000000.000000001"), age("LT", "100000000000000.000000002"))],
  ])("is not seen in %s", async (_, expression) => {
    expect(await problemsOf(expression)).toEqual([]);
  });

  test("is reported once, at the innermost ALL that holds it", async () => {
    const impossible = all(age("GTE", "60"), age("LT", "18"));
    expect(await problemsOf(all(isTenant, any(isTenant, all(isTenant, impossible))))).toEqual([
      "CONTRADICTION $.operands[1].operands[1].operands[1]",
    ]);
  });

  test("is found through an ALL within an ALL", async () => {
    expect(await problemsOf(all(age("GTE", "60"), all(isTenant, age("LT", "18"))))).toEqual(["CONTRADICTION $"]);
  });

  test("is not reported on top of a bound that is wrong in itself", async () => {
    expect(await problemsOf(all(age("BETWEEN", "60", "18"), age("GTE", "70")))).toEqual([
      "NOT_IN_ORDER $.operands[0].comparison.values",
    ]);
  });

  test("names the concept and its bounds in both languages", async () => {
    const [found] = await expressionRules(all(age("GTE", "60"), age("LT", "18")), "$", guide);
    expect(found?.message).toEqual({
      en: "No value of AGE meets all of these: GTE (60), LT (18).",
      ar: "لا توجد قيمة للمعلومة AGE تحقق هذه الشروط معًا: GTE (60)، LT (18).",
    });
  });

  const OPERATORS = {
    EQ: (x, [a]) => x === a,
    NE: (x, [a]) => x !== a,
    GT: (x, [a]) => x > a,
    GTE: (x, [a]) => x >= a,
    LT: (x, [a]) => x < a,
    LTE: (x, [a]) => x <= a,
    BETWEEN: (x, [a, b]) => x >= a && x <= b,
  } satisfies Record<string, (x: number, values: [number, number]) => boolean>;

  const bounds = fc.array(
    fc.record({
      operator: fc.constantFrom(...(Object.keys(OPERATORS) as (keyof typeof OPERATORS)[])),
      values: fc
        .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }))
        .map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b)]),
    }),
    { minLength: 1, maxLength: 5 },
  );

  test.each([
    ["numbers, tried at every half", "AGE", 0.5, String],
    ["days, tried one by one", "SIGNED-ON", 1, (day: number) => `2024-03-0${day}`],
  ])("is reported exactly when no value meets every bound: %s", async (_, code, step, written) => {
    await fc.assert(
      fc.asyncProperty(bounds, async (given) => {
        const tried = Array.from({ length: 8 / step }, (_each, index) => index * step);
        const possible = tried.some((x) => given.every(({ operator, values }) => OPERATORS[operator](x, values)));
        const expression = all(
          ...given.map(({ operator, values: [a, b] }) =>
            compare(code, operator, ...(operator === "BETWEEN" ? [a, b] : [a]).map(written)),
          ),
        );
        expect(await problemsOf(expression)).toEqual(possible ? [] : ["CONTRADICTION $"]);
      }),
    );
  });
});

describe("a condition that can never be met", () => {
  const age = (operator: Comparison["operator"], ...values: string[]) => compare("AGE", operator, ...values);
  const status = (operator: Comparison["operator"], ...values: string[]) => compare("STATUS", operator, ...values);

  test.each([
    ["two options at once", all(status("EQ", "EMPLOYED"), status("EQ", "RETIRED")), "CONTRADICTION $"],
    ["no option left", all(status("NE", "EMPLOYED"), status("NE", "RETIRED")), "CONTRADICTION $"],
    ["yes and no", all(isTenant, compare("IS-TENANT", "EQ", "false")), "CONTRADICTION $"],
    ["two different texts", all(compare("TRADE", "EQ", "bakery"), compare("TRADE", "IN", "smithy", "mill")), "CONTRADICTION $"],
    ["a bound and its opposite", all(age("GTE", "60"), not(age("GTE", "18"))), "CANNOT_HOLD $"],
    ["a fact that must not be known", not(age("EXISTS")), "CANNOT_HOLD $"],
    [
      "neither of all options",
      all(not(any(status("EQ", "EMPLOYED"), status("EQ", "RETIRED"))), isTenant),
      "CANNOT_HOLD $.operands[0]",
    ],
    ["choices none of which fits", all(age("GTE", "60"), any(age("LT", "18"), age("EQ", "20"))), "CANNOT_HOLD $"],
    ["the same deep inside", any(isTenant, all(isTenant, not(isTenant))), "CANNOT_HOLD $.operands[1]"],
  ])("is refused: %s", async (_, expression, problem) => {
    expect(await problemsOf(expression)).toEqual([problem]);
  });

  test.each([
    ["a text that is none of those named", all(compare("TRADE", "NE", "bakery"), compare("TRADE", "NE", "mill"))],
    ["a choice of which one fits", all(age("GTE", "60"), any(age("LT", "18"), age("EQ", "70")))],
    ["a fact that need only be known", compare("AGE", "EXISTS")],
    ["concepts that are not in the guide", all(compare("SIZE", "EQ", "1"), compare("SIZE", "EQ", "2"))],
  ])("is not seen in %s", async (_, expression) => {
    expect(await problemsOf(expression)).toEqual([]);
  });

  test.each([
    ["every number", any(age("LT", "18"), age("GTE", "18")), "$"],
    ["every option", all(age("GT", "1"), status("IN", "EMPLOYED", "RETIRED")), "$.operands[1]"],
    ["yes or no", any(isTenant, not(isTenant)), "$"],
  ])("is unlike one that always is: %s", async (_, expression, path) => {
    const [found, ...others] = await expressionRules(expression, "$", guide);
    expect([found, others]).toEqual([expect.objectContaining({ code: "ALWAYS_HOLDS", severity: "SUGGESTION", path }), []]);
  });

  test("is looked for in bounded time, however many ways there are to meet it", async () => {
    const concepts = Array.from({ length: 40 }, (_, index) => concept(`N${index}`, "NUMBER"));
    const eitherOr = concepts.map(({ code }) => any(compare(code, "EQ", "1"), compare(code, "EQ", "2")));
    const never = all(compare("N39", "EQ", "3"), not(compare("N0", "LT", "5")));
    const started = performance.now();
    await expressionRules(all(...eitherOr, never), "$", guideOf(...concepts));
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

describe("whether a condition can be met, tried with every customer", () => {
  const FACTS = { AGE: ["1", "2", "3"], "IS-TENANT": ["true", "false"], STATUS: ["EMPLOYED", "RETIRED"] } as const;
  type Customer = Record<keyof typeof FACTS, string>;
  const customers: Customer[] = ["0.5", "1", "1.5", "2", "2.5", "3", "3.5"].flatMap((age) =>
    FACTS["IS-TENANT"].flatMap((tenant) => FACTS.STATUS.map((status) => ({ AGE: age, "IS-TENANT": tenant, STATUS: status }))),
  );
  const comparison = fc
    .constantFrom(...(Object.keys(FACTS) as (keyof typeof FACTS)[]))
    .chain((code) =>
      fc
        .tuple(
          fc.constantFrom<Comparison["operator"]>(
            "EQ",
            "NE",
            "IN",
            "EXISTS",
            ...(code === "AGE" ? (["GT", "LTE"] as const) : []),
          ),
          fc.constantFrom<string>(...FACTS[code]),
        )
        .map(([operator, value]) => compare(code, operator, ...(operator === "EXISTS" ? [] : [value]))),
    );
  const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
    expression: fc.oneof(
      { maxDepth: 4, depthSize: "small" },
      comparison,
      fc.array(tie("expression"), { minLength: 1, maxLength: 3 }).map((operands) => all(...operands)),
      fc.array(tie("expression"), { minLength: 1, maxLength: 3 }).map((operands) => any(...operands)),
      tie("expression").map((operand) => not(operand)),
    ),
  }));

  const holds = ({ combinator, operands, comparison: node }: Expression, customer: Customer): boolean => {
    if (combinator === "ALL") return operands.every((each) => holds(each, customer));
    if (combinator === "ANY") return operands.some((each) => holds(each, customer));
    if (combinator === "NOT") return !holds(operands[0] as Expression, customer);
    const { concept: code, operator, values } = node as Comparison;
    const value = customer[code as keyof Customer];
    const [given = ""] = values;
    if (operator === "EXISTS") return true;
    if (operator === "NE") return value !== given;
    if (operator === "GT") return Number(value) > Number(given);
    return operator === "LTE" ? Number(value) <= Number(given) : value === given;
  };
  const asksForUnknown = (node: Expression): boolean =>
    node.comparison?.operator === "EXISTS" || node.operands.some((operand) => asksForUnknown(operand));

  test("it is refused exactly when a part of it is met by none", async () => {
    const impossible = (node: Expression): boolean =>
      !customers.some((customer) => holds(node, customer)) || node.operands.some((operand) => impossible(operand));
    await fc.assert(
      fc.asyncProperty(
        expression.filter((each) => !asksForUnknown(each)),
        async (node) => {
          const problems = await expressionRules(node, "$", guide);
          expect(problems.some(({ severity }) => severity === "ERROR")).toBe(impossible(node));
        },
      ),
      { numRuns: 500 },
    );
  });

  test("it is told to say nothing only when every customer meets a part of it", async () => {
    await fc.assert(
      fc.asyncProperty(expression, async (node) => {
        const found = (await expressionRules(node, "$", guide)).filter(({ code }) => code === "ALWAYS_HOLDS");
        for (const { path } of found) {
          const steps = [...path.matchAll(/operands\[(\d+)\]/g)].map(([, index]) => Number(index));
          const part = steps.reduce((each, index) => each.operands[index] as Expression, node);
          expect(customers.every((customer) => holds(part, customer))).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});
