import { ask, refusals, statementsFor } from "../../support/ask";
import type { TestGuide } from "../../support/guide";
import { aCentre, anEntity, aService, regularHours, startWorld } from "../../support/world";

/** A degree along a meridian, or along the equator, in metres. */
const DEGREE = 111_195;
const at = (latitude: number, longitude: number) => ({ latitude, longitude });

let guide: TestGuide;
beforeAll(async () => {
  guide = await startWorld(
    anEntity("POLICE"),
    aService("ATTESTATION"),
    aCentre("HERE", at(25, 55)),
    aCentre("NORTH", { ...at(26, 55), services: ["ATTESTATION"], schedules: [{ ...regularHours, byDay: ["MO"] }] }),
    aCentre("SOUTH", { ...at(24, 55), entity: "POLICE", services: ["ATTESTATION"] }),
    aCentre("FAR", { ...at(27, 55), services: ["ATTESTATION"], address: { city: "KALBA", emirate: "SHARJAH" } }),
    aCentre("DATE-LINE", at(0, -179.9)),
    aCentre("POLE", at(89, 100)),
  );
});
afterAll(() => guide.stop());

type Near = { serviceCentresNear: { centre: { code: string; isOpen: boolean }; distance: number }[] };
const near = async (args: string, headers: Record<string, string> = {}) => {
  const query = `{ serviceCentresNear(${args}) { distance centre { code isOpen(at: "2026-11-23T06:00:00Z") } } }`;
  return (await ask<Near>(guide, query, {}, headers)).serviceCentresNear;
};
const codes = (centres: Near["serviceCentresNear"]) => centres.map(({ centre }) => centre.code);

test("the nearest come first, with their distance in metres, and equals by code", async () => {
  const centres = await near("latitude: 25, longitude: 55, first: 4");
  expect(centres.map(({ centre, distance }) => [centre.code, distance])).toEqual([
    ["HERE", 0],
    ["NORTH", DEGREE],
    ["SOUTH", DEGREE],
    ["FAR", 2 * DEGREE],
  ]);
});

test("a distance is that of the shortest way, also over a pole or the date line", async () => {
  expect(await near("latitude: 0, longitude: 179.9, first: 1")).toMatchObject([
    { centre: { code: "DATE-LINE" }, distance: Math.round(DEGREE / 5) },
  ]);
  expect(await near("latitude: 89, longitude: -80, within: 222400")).toMatchObject([
    { centre: { code: "POLE" }, distance: 2 * DEGREE },
  ]);
});

test("only those within reach are told where a reach is given", async () => {
  expect(codes(await near("latitude: 25, longitude: 55, within: 111196"))).toEqual(["HERE", "NORTH", "SOUTH"]);
  expect(codes(await near("latitude: 25, longitude: 55, within: 111195"))).toEqual(["HERE"]);
  expect(codes(await near("latitude: 0, longitude: 0, within: 1"))).toEqual([]);
});

test("the nearest centre that offers a service says whether it is open", async () => {
  const centres = await near('latitude: 25, longitude: 55, filter: { service: "ATTESTATION" }, first: 2');
  expect(centres.map(({ centre }) => centre)).toEqual([
    { code: "NORTH", isOpen: true },
    { code: "SOUTH", isOpen: true },
  ]);
  expect(codes(await near('latitude: 25, longitude: 55, filter: { entity: "POLICE" }'))).toEqual(["SOUTH"]);
  expect(codes(await near('latitude: 25, longitude: 55, filter: { service: "ATTESTATION", city: "KALBA" }'))).toEqual(["FAR"]);
});

test.each([
  "latitude: 91, longitude: 55",
  "latitude: -90.1, longitude: 55",
  "latitude: 25, longitude: 180.1",
  "latitude: 25, longitude: -181",
  "latitude: 25, longitude: 55, within: 0",
  "latitude: 25, longitude: 55, within: -1",
  "latitude: 25, longitude: 55, first: 0",
  "latitude: 25, longitude: 55, first: 51",
  'latitude: 25, longitude: 55, filter: { service: "not a code" }',
])("what is wrong is refused: %s", async (args) => {
  expect(await refusals(guide, `{ serviceCentresNear(${args}) { distance } }`)).toMatchObject([{ code: "BAD_USER_INPUT" }]);
});

test("a refusal says what to send instead", async () => {
  const { errors = [] } = await guide.query("{ serviceCentresNear(latitude: 255, longitude: 55) { distance } }");
  expect(errors.map(({ message }) => message)).toEqual([
    "`latitude` is given in degrees, from -90 to 90, such as 25.35; 255 is not.",
  ]);
});

test("it costs one statement for any number of centres, and one more for the entities of them all", async () => {
  const query = (first: number, selection: string) =>
    `{ serviceCentresNear(latitude: 25, longitude: 55, first: ${first}) { distance centre { name { ar } ${selection} } } }`;
  expect(await statementsFor(guide, query(1, ""))).toEqual({ entities: 1 });
  expect(await statementsFor(guide, query(50, ""))).toEqual({ entities: 1 });
  expect(await statementsFor(guide, query(50, "entity { name { ar } }"))).toEqual({ entities: 2 });
});

test("a centre that moved is where it was at an instant before", async () => {
  const query = '{ serviceCentreByCode(code: "HERE") { edition { publishedAt } } }';
  const { serviceCentreByCode } = await ask<{ serviceCentreByCode: { edition: { publishedAt: string } } }>(guide, query);
  await guide.publish(aCentre("HERE", at(-25, 55)));
  expect(codes(await near("latitude: 25, longitude: 55, within: 1000"))).toEqual([]);
  const then = { "guide-as-of": serviceCentreByCode.edition.publishedAt };
  expect(codes(await near("latitude: 25, longitude: 55, within: 1000", then))).toEqual(["HERE"]);
  expect(await near("latitude: 25, longitude: 55", { "guide-as-of": "2020-01-01T00:00:00Z" })).toEqual([]);
});
