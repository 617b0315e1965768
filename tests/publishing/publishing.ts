import { type PublishOptions, publishFiles, type Terminal } from "../../cli/publishing/publish-files";
import { tokenFor } from "../support/tokens";

/** What a run of the command said, and its exit code. */
export interface Told {
  readonly code: number;
  readonly said: string;
  readonly complained: string;
}

/** A token of the secretariat, which may write and decide about everything; people differ by their names. */
export const secretary = (subject: string): string => tokenFor({ grants: "secretariat", subject });

/** Runs `guide publish` within this process: an author alone unless an approver is named. */
export async function publishing(url: string, paths: readonly string[], options: Partial<PublishOptions> = {}): Promise<Told> {
  const whole = {
    ...{ url, token: secretary("author"), batch: 200, concurrency: 2, patienceMs: 5_000 },
    ...options,
  };
  return heard((terminal) => publishFiles(paths, whole, terminal, new AbortController().signal));
}

/** Runs a command within this process and notes what it says. */
export async function heard(run: (terminal: Terminal) => Promise<number>): Promise<Told> {
  const said: string[] = [];
  const complained: string[] = [];
  const code = await run({ say: (text) => void said.push(text), complain: (text) => void complained.push(text) });
  return { code, said: said.join("\n"), complained: complained.join("\n") };
}
