import { startTestGuide, type TestGuide } from "../support/guide";

describe("an unexpected error", () => {
  let guide: TestGuide;
  beforeAll(async () => {
    guide = await startTestGuide();
    await guide.database.query("ALTER TABLE catalogue.journey RENAME TO secret_table_name");
  });
  afterAll(() => guide.stop());

  test("is told without its details, with an id that the log knows", async () => {
    const answer = await guide.query("{ journeys { nodes { code } } }");
    expect(answer.data).toEqual({ journeys: null });
    expect(answer.errors).toHaveLength(1);
    expect(answer.errors?.[0]).toEqual({
      message: "Something went wrong in the guide. Quote the errorId to its operators.",
      path: ["journeys"],
      extensions: { code: "INTERNAL_SERVER_ERROR", errorId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string },
    });
    expect(JSON.stringify(answer)).not.toMatch(/relation|journey"|SELECT|catalogue|stack|node_modules/);
  });

  test("does not touch what else was asked", async () => {
    const { data } = await guide.query('{ journeys { nodes { code } } governmentEntityByCode(code: "SCM") { code } }');
    expect(data).toEqual({ journeys: null, governmentEntityByCode: { code: "SCM" } });
  });
});
