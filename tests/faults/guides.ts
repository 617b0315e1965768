import { join } from "node:path";
import type { Answer } from "../support/guide";
import { send } from "../support/guide";
import { answerOf, PROJECT, run, type TestProcess } from "../support/process";
import { identitySettings } from "../support/tokens";

/** A guide that is a process of its own, and can be killed. */
export class KillableGuide {
  #process: TestProcess | undefined;
  #url = "";

  constructor(
    private readonly parameters: readonly string[],
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  get url(): string {
    return this.#url;
  }

  async start(): Promise<void> {
    const environment = { LOG_LEVEL: "silent", RATE_LIMIT_PER_SECOND: "0", ...identitySettings(), ...this.environment };
    this.#process = run(["node", join(PROJECT, "cli/guide.js"), "start", "--port", "0", ...this.parameters], { environment });
    const [, url = ""] = await this.#process.printed(/ready at (\S+)/);
    this.#url = url;
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    await this.#process?.end(signal);
  }
}

/** Runs `guide verify` on a database; its exit code and what it printed. */
export async function verify(parameters: readonly string[], environment: Readonly<Record<string, string>>) {
  const verifying = run(["node", join(PROJECT, "cli/guide.js"), "verify", ...parameters], { environment });
  const code = await verifying.ended;
  return { code, ...verifying.output() };
}

/** Sends a mutation until it is answered, whatever happens to the guide meanwhile; the key makes that harmless. */
export function persist<Data>(
  guide: { readonly url: string },
  mutation: string,
  input: object,
  who: Record<string, string>,
  withinMs = 60_000,
): Promise<Data> {
  return answerOf(async () => {
    const answer = await attempt<Data>(guide.url, mutation, input, who);
    if (!answer || answer.errors?.some(({ extensions }) => extensions.code === "SERVICE_UNAVAILABLE")) return undefined;
    if (answer.errors) throw new Error(JSON.stringify(answer.errors));
    return answer.data;
  }, withinMs);
}

/** An answer; undefined when there was none, as the guide was not there or went away. */
async function attempt<Data>(
  url: string,
  mutation: string,
  input: object,
  who: Record<string, string>,
): Promise<Answer<Data> | undefined> {
  try {
    return await send<Data, { input: object }>(url, mutation, { input }, who);
  } catch {
    return undefined;
  }
}
