import { startTestGuide, type TestGuide } from "../support/guide";

describe("a small query that nests deeply", () => {
  let guide: TestGuide;
  beforeAll(async () => {
    guide = await startTestGuide();
  });
  afterAll(() => guide.stop());

  const timed = async (query: string) => {
    const began = performance.now();
    const { status } = await guide.query(query);
    expect(status).toBe(200);
    return performance.now() - began;
  };

  test("through references of a record to itself is answered quickly", async () => {
    const nested = (levels: number): string => (levels === 0 ? "code" : `requires { ${nested(levels - 1)} }`);
    expect(await timed(`{ serviceByCode(code: "SCM-BUILDING-PERMIT") { ${nested(26)} } }`)).toBeLessThan(2_000);
  });

  test("through fragments that double at each level is answered quickly", async () => {
    const fragments = Array.from(
      { length: 8 },
      (_, level) =>
        `fragment F${level} on Service { ${level === 7 ? "code" : `requires { ...F${level + 1} } relatedServices { ...F${level + 1} }`} }`,
    );
    expect(await timed(`{ serviceByCode(code: "SCM-BUILDING-PERMIT") { ...F3 } } ${fragments.slice(3).join(" ")}`)).toBeLessThan(
      2_000,
    );
  });
});
