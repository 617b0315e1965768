import type { EntityManager } from "typeorm";
import type { Caller } from "../../identity/caller";
import { Code, type SchemaSettings, textFormat, type Texts } from "../../schema/vocabulary";
import { actorOf } from "../shared/audit/actor";
import { appendAudit } from "../shared/audit/audit-chain";
import { appendChanges, lockChangeLog } from "../shared/changes/change-log";
import type { Database } from "../shared/database";
import { hashOf } from "../shared/editions/hash";
import { type Problem, structureOf } from "../shared/editions/validation";
import { GuideEdition, type PublishGuideEditionInput, textsOf } from "./guide-edition.entity";
import { GUIDE_EDITION, guideEditionOf, type GuideEditionRow, hashOfGuideEdition } from "./guide-editions";
import * as problems from "./guide-edition.problems";

/** What came of publishing an edition of the guide. */
export interface Published {
  readonly guideEdition?: GuideEdition;
  readonly problems: readonly Problem[];
}

interface Publishing {
  readonly caller: Caller | undefined;
  readonly requestId: string;
  readonly settings: SchemaSettings;
}

/**
 * Names an instant. Holding the log, nothing more can come to lie before it, so what the edition holds is settled. The
 * same call again finds what it made: a code names one edition for ever.
 */
export async function publishGuideEdition(
  database: Database,
  input: PublishGuideEditionInput,
  { caller, requestId, settings }: Publishing,
): Promise<Published> {
  const name = textsOf(input.name);
  const note = input.note ?? undefined;
  const code = input.code ?? codeOf(name);
  if (code === undefined) return { problems: [problems.codeNeeded()] };
  const document = { code, name, ...(note !== undefined && { note }) };
  const found = structureOf({ document: GuideEdition }, settings)({ ...document });
  if (found.length > 0) return { problems: found };
  const source = await database.source();
  return source.transaction(async (manager) => {
    const now = await lockChangeLog(manager);
    const decision = await decide(manager, { ...document, at: input.at ?? undefined }, now);
    if (!("row" in decision)) return decision;
    const { row } = decision;
    await insert(manager, row);
    const change = { kind: GUIDE_EDITION, code, edition: null, entity: null } as const;
    await appendChanges(manager, [{ ...change, action: "PUBLISH", occurredAt: now }]);
    const after = hashOfGuideEdition(row);
    const by = actorOf(caller, "secretariat");
    await appendAudit(manager, now, [
      { ...change, action: "EDITION", by, before: null, after, requestId, ...(note !== undefined && { reason: note }) },
    ]);
    return { guideEdition: guideEditionOf(row), problems: [] };
  });
}

interface Wanted {
  readonly code: string;
  readonly name: Texts;
  readonly note?: string;
  readonly at: Date | undefined;
}

async function decide(
  manager: EntityManager,
  { code, name, note = null, at }: Omit<Wanted, "note"> & { readonly note?: string | null },
  now: Date,
): Promise<{ readonly row: GuideEditionRow } | Published> {
  const [same] = await manager.query<GuideEditionRow[]>("SELECT * FROM governance.guide_edition WHERE code = $1", [code]);
  if (same) {
    const isSame = hashOf(same.name) === hashOf(name) && same.note === note && (!at || at.getTime() === same.instant.getTime());
    return isSame ? { guideEdition: guideEditionOf(same), problems: [] } : { problems: [problems.codeTaken(code)] };
  }
  const [last] = await manager.query<GuideEditionRow[]>("SELECT * FROM governance.guide_edition ORDER BY number DESC LIMIT 1");
  const instant = at ?? now;
  if (instant > now) return { problems: [problems.inFuture()] };
  if (last && instant <= last.instant) return { problems: [problems.notAfter(last.code, last.instant)] };
  return { row: { number: (last?.number ?? 0) + 1, code, name, instant, note, published_at: now } };
}

async function insert(
  manager: EntityManager,
  { number, code, name, instant, note, published_at }: GuideEditionRow,
): Promise<void> {
  await manager.query(
    "INSERT INTO governance.guide_edition (number, code, name, instant, note, published_at) VALUES ($1, $2, $3, $4, $5, $6)",
    [number, code, JSON.stringify(name), instant, note, published_at],
  );
}

/** `Second edition` as `SECOND-EDITION`; undefined where no language of the name is written in Latin letters. */
function codeOf(name: Texts): string | undefined {
  const { pattern, maxLength } = textFormat(Code);
  const codes = [name["en"], ...Object.values(name)].map((text = "") =>
    text
      .normalize("NFKD")
      .replace(/\p{Mark}/gu, "")
      .toUpperCase()
      .replace(/[^A-Z0-9]+/g, "-")
      .slice(0, maxLength)
      .replace(/^-|-$/g, ""),
  );
  return codes.find((code) => pattern.test(code) && /[A-Z]/.test(code));
}
