import { setImmediate } from "node:timers/promises";

/** How many things are dealt with before others get their turn: a few milliseconds of work. */
const IN_A_TURN = 50;

/** Maps many things, letting whatever else this process has to do come in between. */
export async function mapInTurns<Thing, Result>(
  things: readonly Thing[],
  work: (thing: Thing, index: number) => Result | Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let from = 0; from < things.length; from += IN_A_TURN) {
    if (from > 0) await setImmediate();
    const turn = things.slice(from, from + IN_A_TURN);
    results.push(...(await Promise.all(turn.map((thing, index) => work(thing, from + index)))));
  }
  return results;
}
