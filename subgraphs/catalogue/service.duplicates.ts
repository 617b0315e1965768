import sql, { raw } from "sql-template-tag";
import type { Texts } from "../../schema/vocabulary";
import { isLive } from "../shared/editions/edition.entity";
import { describeRules } from "../shared/editions/rules/described";
import { likeness, likenessKeys, shared } from "../shared/editions/rules/likeness";
import { type Problem, problem, type Survey } from "../shared/editions/validation";
import type { Service } from "./service.entity";

describeRules("WARNING", ["Service"], {
  PROBABLE_DUPLICATE: {
    en: "Another service is alike by name, audience and output.",
    ar: "خدمة أخرى تشبهها في الاسم والفئة المستهدفة والمخرجات.",
  },
});

/** What two services are compared by. */
type Compared = Pick<Service, "code" | "name" | "audience" | "competentAuthority" | "status"> & {
  readonly outputs: readonly { readonly type: string }[];
};

/** How much each likeness counts; together they are 1. */
const WEIGHTS = { name: 0.7, audience: 0.15, outputs: 0.15 } as const;
const PROBABLE = 0.8;
/** Names are alike in one language by chance; of a duplicate they are in each. */
const LEAST_OF_NAMES = 0.6;
/** How many services with the same key are compared; a key that more have says little. */
const MOST_PER_KEY = 20;

/**
 * Services that are probably offered twice. Candidates are found by keys of their names, all in one statement, and then
 * compared by name, audience and output. Those that a service names as its main, required or related services are known
 * to be others.
 */
export const duplicatesSurvey: Survey<Service> = async (services, { database }) => {
  const keys = services.map(({ name }) => likenessKeys(name));
  const codes = services.map(({ code }) => code);
  // Planned each time: a bulk fills the tables faster than the database would notice by itself.
  const statement = sql`
    WITH near AS MATERIALIZED (
      SELECT DISTINCT n.code FROM unnest(${[...new Set(keys.flat())]}::integer[]) AS k(key)
      CROSS JOIN LATERAL (
        SELECT s.code FROM service_name_key s WHERE s.key = k.key AND s.code <> ALL(${codes}::text[]) LIMIT ${MOST_PER_KEY}) n)
    SELECT e.code, e.likeness, e.audience, e.competent_authority AS "competentAuthority", e.availability AS status,
      e.document -> 'name' AS name, e.document -> 'outputs' AS outputs
    FROM near JOIN service e ON e.code = near.code AND ${raw(isLive("e."))}`;
  const live = await database.query<Compared & { readonly likeness: number[] }>(statement, "for its values");
  const byKey = new Map<number, Compared[]>();
  for (const each of live) index(byKey, each.likeness, each);
  return services.flatMap((service, place) => {
    const own = keys[place] ?? [];
    const candidates = new Set(own.flatMap((key) => byKey.get(key) ?? []));
    // Of two that are checked together, it is told of the later one.
    index(byKey, own, service);
    const best = mostAlike(service, [...candidates]);
    return best ? [{ index: place, problem: probableDuplicate(best.other, best.score) }] : [];
  });
};

function index(byKey: Map<number, Compared[]>, keys: readonly number[], service: Compared): void {
  for (const key of keys) {
    const same = byKey.get(key);
    if (same && same.length < MOST_PER_KEY) same.push(service);
    else if (!same) byKey.set(key, [service]);
  }
}

function mostAlike(service: Service, candidates: readonly Compared[]): { other: Compared; score: number } | undefined {
  const known = new Set([service.code, service.parentService, ...service.requires, ...service.relatedServices]);
  return candidates
    .filter(({ code, status }) => !known.has(code) && status !== "DISCONTINUED")
    .map((other) => ({ other, score: scoreOf(service, other) }))
    .filter(({ score }) => score >= PROBABLE)
    .sort((a, b) => b.score - a.score || (a.other.code < b.other.code ? -1 : 1))[0];
}

/** How alike two services are, from 0 to 1. */
function scoreOf(one: Compared, other: Compared): number {
  const names = namesAlike(one.name, other.name);
  if (names < LEAST_OF_NAMES) return 0;
  return (
    WEIGHTS.name * names +
    WEIGHTS.audience * jaccard(one.audience, other.audience) +
    WEIGHTS.outputs *
      jaccard(
        one.outputs.map(({ type }) => type),
        other.outputs.map(({ type }) => type),
      )
  );
}

/** How alike names are on the average of the languages that both have; 0 when they are not in one of them. */
function namesAlike(one: Texts, other: Texts): number {
  const scores = Object.keys(one)
    .filter((language) => other[language] !== undefined)
    .map((language) => likeness(one[language] ?? "", other[language] ?? ""));
  if (scores.length === 0 || Math.min(...scores) < LEAST_OF_NAMES) return 0;
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

function jaccard(one: readonly string[], other: readonly string[]): number {
  const [a, b] = [new Set(one), new Set(other)];
  const common = shared(a, b);
  return common === 0 ? 0 : common / (a.size + b.size - common);
}

function probableDuplicate({ code, name, competentAuthority }: Compared, score: number): Problem {
  const percent = Math.round(score * 100);
  return problem(
    "PROBABLE_DUPLICATE",
    "$.name",
    {
      en: `It is ${percent} % like the service ${code} (${name["en"] ?? code}) of ${competentAuthority}.`,
      ar: `تشبه بنسبة ${percent}٪ الخدمة ${code} (${name["ar"] ?? code}) التابعة للجهة ${competentAuthority}.`,
    },
    {
      en: "Keep one of the two; or, when they are different, say in the name what differs, or name the other in relatedServices.",
      ar: "أبقِ إحداهما، وإن كانتا مختلفتين فبيّن الفرق في الاسم أو اذكر الأخرى ضمن الخدمات ذات الصلة.",
    },
  );
}
