import { firstExample } from "./examples";
import { questionOf } from "./link";
import type { Question } from "./question";
import { wasHereBefore } from "./storage";

/** What the address asks, if it asks anything that can be read. */
export interface Linked {
  readonly question?: Question;
  readonly damaged?: boolean;
}

/** How the explorer opens. */
export interface Start extends Linked {
  readonly firstVisit: boolean;
  /** The first answer a stranger sees is asked for by itself; what a link asks is for the reader to run. */
  readonly run: boolean;
}

export async function startOf(): Promise<Start> {
  const firstVisit = !wasHereBefore();
  const linked = await takeLink();
  if (linked.question || !firstVisit) return { ...linked, firstVisit, run: false };
  return { ...linked, question: firstExample(), firstVisit, run: true };
}

/** Reads the fragment of the address and takes it away, so that loading the page again does not open it twice. */
export async function takeLink(): Promise<Linked> {
  const { hash, pathname, search } = location;
  if (hash === "") return {};
  history.replaceState(history.state, "", pathname + search);
  try {
    return { question: await questionOf(hash) };
  } catch {
    return { damaged: true };
  }
}
