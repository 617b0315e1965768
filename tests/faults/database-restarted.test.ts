import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { send } from "../support/guide";
import { endAll, processesWith } from "../support/process";
import { bearer } from "../support/tokens";
import { type Step } from "../workflow/workflow";
import { KillableGuide, persist, verify } from "./guides";

jest.setTimeout(240_000);

const AUTHOR = bearer("author:SCM", "author");
const APPROVER = bearer("approver:SCM", "approver");
const CODE = "SCM-TENANCY-ATTESTATION";
const EDITIONS = 12;

const folder = mkdtempSync(join(tmpdir(), "guide-restart-"));
chmodSync(folder, 0o755);
const guide = new KillableGuide(["--data", folder], {});
beforeAll(() => guide.start());
afterAll(async () => {
  await endAll();
  for (const pid of await processesWith(folder)) process.kill(pid, "SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

const step = (verb: string, type: string) =>
  `mutation ($input: ${type}!) { step: ${verb}Service(input: $input) { edition { code number status } problems { code } } }`;

/** One edition after another, each by the steps of two people, each step until it is answered. */
async function publishOneAfterAnother(published: number[]): Promise<void> {
  for (let edition = 1; edition <= EDITIONS; edition += 1) {
    const take = async (verb: string, type: string, input: object, who: Record<string, string>) => {
      const sent = { code: CODE, ...input, idempotencyKey: `${verb}-${edition}` };
      const { step: taken } = await persist<{ step: Step }>(guide, step(verb, type), sent, who);
      if (!taken.edition) throw new Error(JSON.stringify(taken));
      return taken.edition;
    };
    await take("save", "SaveDraftInput", { patch: { reviewDue: `2031-01-${String(edition).padStart(2, "0")}` } }, AUTHOR);
    await take("submit", "SubmitDraftInput", { reason: "A test." }, AUTHOR);
    await take("review", "ReviewDraftInput", { decision: "APPROVE" }, APPROVER);
    published.push((await take("publish", "PublishDraftInput", {}, APPROVER)).number);
  }
}

test("a database that is killed under load costs answers, never what was acknowledged", async () => {
  const published: number[] = [];
  const run = { isDone: false };
  const publishing = publishOneAfterAnother(published).finally(() => (run.isDone = true));
  const reading = readUntil(() => run.isDone);
  let restarts = 0;
  while (!run.isDone && restarts < 3) {
    await sleep(1_000 + Math.random() * 500);
    process.kill(Number(readFileSync(join(folder, "postgres/postmaster.pid"), "utf8").split("\n")[0]), "SIGKILL");
    restarts += 1;
    await answersAgain();
  }
  await publishing;
  expect(restarts).toBeGreaterThan(0);
  expect(published).toEqual(Array.from({ length: EDITIONS }, (_, index) => index + 2));
  // Whatever was answered to a reader in the meantime was an answer of the guide, or said that it had none.
  expect((await reading).filter((code) => code !== "ok" && code !== "SERVICE_UNAVAILABLE" && code !== "REQUEST_TIMEOUT")).toEqual(
    [],
  );
  const { data } = await send<{ serviceHistory: { editions: { nodes: { number: number }[] } } }, object>(
    guide.url,
    `{ serviceHistory(code: "${CODE}") { editions(first: 100) { nodes { number } } } }`,
  );
  expect(data.serviceHistory.editions.nodes.map(({ number }) => number)).toEqual([1, ...published].reverse());
  await guide.end("SIGTERM");
  expect(await verify(["--data", folder], {})).toMatchObject({ code: 0, stderr: "" });
});

const READ = `{ serviceByCode(code: "${CODE}") { edition { number } } }`;

async function readUntil(isDone: () => boolean): Promise<string[]> {
  const answers: string[] = [];
  while (!isDone()) {
    const { data, errors } = await send<{ serviceByCode: object | null }, object>(guide.url, READ);
    answers.push(errors?.[0]?.extensions.code ?? (data.serviceByCode ? "ok" : "nothing"));
    await sleep(20);
  }
  return answers;
}

async function answersAgain(): Promise<void> {
  for (;;) {
    const { errors } = await send(guide.url, `${READ} # ${Math.random()}`);
    if (!errors) return;
    await sleep(100);
  }
}
