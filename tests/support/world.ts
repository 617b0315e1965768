import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { startTestGuide, type TestGuide } from "./guide";

/**
 * Records as their authors write them, each with no more than it must have. They lean on `foundations` only; whatever
 * else a test is about, it says itself.
 */

type More = Readonly<Record<string, unknown>>;

export const text = (en: string, ar = "نص") => ({ ar, en });
export const aed = (amount: string) => ({ amount, currency: "AED" });

export const anEntity = (code: string, more: More = {}) => ({
  __typename: "GovernmentEntity",
  code,
  name: text(code),
  kind: "DEPARTMENT",
  purpose: text(`What ${code} is there for.`),
  isServiceProvider: true,
  ...more,
});

export const aUnit = (code: string, more: More = {}) => ({
  __typename: "OrganizationalUnit",
  code,
  name: text(code),
  level: "DEPARTMENT",
  entity: "ENTITY",
  ...more,
});

/** The four-day week of Sharjah. */
export const regularHours = { season: "REGULAR", byDay: ["MO", "TU", "WE", "TH"], opensAt: "07:30", closesAt: "15:30" };

export const aCentre = (code: string, more: More = {}) => ({
  __typename: "ServiceCentre",
  code,
  name: text(code),
  entity: "ENTITY",
  address: { city: "SHARJAH_CITY", emirate: "SHARJAH" },
  latitude: 25.35,
  longitude: 55.39,
  schedules: [regularHours],
  ...more,
});

export const aChannel = (code: string, more: More = {}) => ({
  __typename: "Channel",
  code,
  name: text(code),
  type: "WEBSITE",
  ...more,
});

export const aDocument = (code: string, more: More = {}) => ({
  __typename: "EvidenceType",
  code,
  name: text(code),
  isObtainableByGovernment: false,
  ...more,
});

export const aLaw = (code: string, more: More = {}) => ({
  __typename: "LegalResource",
  code,
  type: "LAW",
  title: text(code),
  status: "IN_FORCE",
  ...more,
});

export const aLifeEvent = (code: string, more: More = {}) => ({
  __typename: "LifeEvent",
  code,
  type: "LIFE_EVENT",
  name: text(code),
  description: text(`What happens in ${code}.`),
  ...more,
});

export const aSegment = (code: string, more: More = {}) => ({
  __typename: "CustomerSegment",
  code,
  name: text(code),
  definition: text(`Those of ${code}.`),
  party: "INDIVIDUAL",
  ...more,
});

export const aConcept = (code: string, valueType = "NUMBER", options: string[] = []) => ({
  __typename: "InformationConcept",
  code,
  question: text(`${code}?`),
  valueType,
  options: options.map((option) => ({ code: option, label: text(option) })),
});

export const aRequirement = (code: string, expression: object, more: More = {}) => ({
  __typename: "Requirement",
  code,
  name: text(code),
  expression,
  ...more,
});

export const aStep = (order: number, more: More = {}) => ({
  order,
  name: text(`Step ${order}`),
  actor: "CUSTOMER",
  phase: "APPLY",
  ...more,
});

export const needs = (evidence: string, more: More = {}) => ({ evidence, isMandatory: true, form: "COPY", ...more });

export const free = { key: "FREE", type: "FREE", amount: aed("0.00") };

const POINTS = ["accountRegistration", "authentication", "application", "decision", "issuance", "issueResolution"] as const;
/** The six interaction points: online where named, not online elsewhere. */
export const online = (...points: (typeof POINTS)[number][]) =>
  Object.fromEntries(POINTS.map((point) => [point, points.includes(point) ? "YES" : "NO"]));

export const aService = (code: string, more: More = {}) => ({
  __typename: "Service",
  code,
  name: text(code),
  shortDescription: text(`${code} in short.`),
  description: text(`What ${code} is.`),
  category: "MAIN",
  type: "PROCEDURAL",
  deliveryScope: "EXTERNAL",
  competentAuthority: "ENTITY",
  audience: ["EVERYONE"],
  onlineStatus: online(),
  status: "ACTIVE",
  channels: [{ channel: "PORTAL" }],
  steps: [aStep(1)],
  fees: [free],
  outputs: [{ name: text(`Result of ${code}`), type: "CERTIFICATE", form: "DIGITAL" }],
  ...more,
});

export const aJourney = (code: string, services: readonly string[], more: More = {}) => ({
  __typename: "Journey",
  code,
  name: text(code),
  description: text(`Where ${code} leads.`),
  owner: "ENTITY",
  items: services.map((service, index) => ({ key: service, service, order: index + 1 })),
  ...more,
});

/** What every record above leans on: the code lists of the sample guide, one entity, one segment and one channel. */
export function foundations(): object[] {
  const folder = join(__dirname, "../../data/code-lists");
  const codeLists = readdirSync(folder).flatMap((file) => JSON.parse(readFileSync(join(folder, file), "utf8")) as object[]);
  return [...codeLists, anEntity("ENTITY"), aSegment("EVERYONE"), aChannel("PORTAL")];
}

/** A guide of one's own with the foundations and the given records. */
export async function startWorld(...records: object[]): Promise<TestGuide> {
  const guide = await startTestGuide({ with: "nothing" });
  await guide.publish(...foundations(), ...records);
  return guide;
}

/** What keeps records out of the guide, each as its code and place; nothing is written. */
export async function problemsOf(guide: TestGuide, ...records: unknown[]): Promise<string[]> {
  const submitted = records.map((value, index) => ({ place: `record ${index}`, value }));
  const { problems } = await guide.running.publisher.check(submitted);
  return problems.map(({ code, path }) => `${code} ${path}`);
}

/** All that is found of records, warnings and suggestions too, each as its code and place; nothing is written. */
export async function findingsOf(guide: TestGuide, ...records: unknown[]): Promise<string[]> {
  const submitted = records.map((value, index) => ({ place: `record ${index}`, value }));
  const checked = await guide.running.publisher.check(submitted);
  return checked.records.flatMap(({ problems }) => problems.map(({ code, path }) => `${code} ${path}`));
}
