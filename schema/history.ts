import { execFileSync } from "node:child_process";

/** The files under schema/ as they were committed at some point. */
export interface Revision {
  readonly name: string;
  /** A file by its path within schema/; undefined when it was not there. */
  readonly read: (path: string) => string | undefined;
  /** The names of the files in a folder of schema/. */
  readonly list: (folder: string) => string[];
}

/**
 * What the schema is compared with: the commit this work started from (where it left `origin/main`, else the one
 * before the newest), and the newest commit, for what is not committed yet. Empty where there is no git history.
 */
export function earlierRevisions(): Revision[] {
  const head = git("rev-parse", "HEAD");
  if (head === undefined) return [];
  const fork = git("merge-base", "HEAD", "origin/main");
  const base = fork === undefined || fork === head ? git("rev-parse", "HEAD~1") : fork;
  return [base, head].flatMap((commit) => (commit === undefined ? [] : [revision(commit)]));
}

function revision(commit: string): Revision {
  return {
    name: commit.slice(0, 7),
    read: (path) => git("show", `${commit}:./${path}`),
    list: (folder) => git("ls-tree", "--full-tree", "--name-only", `${commit}:./${folder}`)?.split("\n") ?? [],
  };
}

/** What git answers; undefined when it cannot, or is not there. */
function git(...words: string[]): string | undefined {
  try {
    const answer = execFileSync("git", words, {
      cwd: __dirname,
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
      stdio: ["ignore", "pipe", "ignore"],
    });
    return answer.trim();
  } catch {
    return undefined;
  }
}
