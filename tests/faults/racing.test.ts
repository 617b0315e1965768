import { aService, startWorld } from "../support/world";
import type { TestGuide } from "../support/guide";
import { bearer } from "../support/tokens";
import { bringIn, codesOf, OMAR, SARA, type Step, take } from "../workflow/workflow";
import { verify } from "./guides";

jest.setTimeout(120_000);

const RACERS = Array.from({ length: 50 }, (_, index) => index);
const ROUNDS = 3;

let guide: TestGuide;
beforeAll(async () => {
  guide = await startWorld();
  await bringIn(guide, aService("RACED"));
});
afterAll(() => guide.stop());

const author = (racer: number) => bearer("author:ENTITY", `author-${racer}`);
const approver = (racer: number) => bearer("approver:ENTITY", `approver-${racer}`);

function expectOneWinner(steps: readonly Step[]): Step {
  const [winner, ...others] = steps.filter(({ edition }) => edition !== null);
  expect(others).toEqual([]);
  const refused = steps.filter(({ edition }) => edition === null).map(codesOf);
  expect(refused).toEqual(Array.from({ length: RACERS.length - 1 }, () => ["STALE_EDITION"]));
  return winner as Step;
}

test("of fifty people who change one record at once one is first, and the others are told who", async () => {
  for (let round = 1; round <= ROUNDS; round += 1) {
    const steps = await Promise.all(
      RACERS.map((racer) =>
        take(guide, "save", { code: "RACED", patch: { name: { en: `By ${racer}` } }, expectedEdition: round }, author(racer)),
      ),
    );
    const { edition } = expectOneWinner(steps);
    expect(edition?.number).toBe(round + 1);
    const told = new Set(steps.flatMap(({ problems }) => problems.flatMap(({ changedBy }) => changedBy ?? [])));
    expect([...told]).toEqual([edition?.changedBy]);
  }
});

test("of fifty people who publish one draft at once one does, and it is one edition", async () => {
  const expectedEdition = ROUNDS + 1;
  await take(guide, "submit", { code: "RACED", reason: "A test." }, SARA);
  await take(guide, "review", { code: "RACED", decision: "APPROVE" }, OMAR);
  const steps = await Promise.all(
    RACERS.map((racer) => take(guide, "publish", { code: "RACED", expectedEdition }, approver(racer))),
  );
  expect(expectOneWinner(steps).edition).toMatchObject({ status: "PUBLISHED", number: expectedEdition });
  const numbers = await guide.database.query<{ number: number }>(
    "SELECT number FROM catalogue.service WHERE code = 'RACED' ORDER BY 1",
  );
  expect(numbers).toEqual([{ number: 1 }, { number: expectedEdition }]);
  expect(await verify([], { DATABASE_URL: guide.database.url })).toMatchObject({ code: 0 });
});
