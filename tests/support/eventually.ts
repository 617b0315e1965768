import { setTimeout as sleep } from "node:timers/promises";

/** Waits until something holds, asking again and again; throws the last failure when it does not in time. */
export async function eventually(check: () => Promise<void> | void, withinMs = 10_000): Promise<void> {
  const end = Date.now() + withinMs;
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
      await sleep(50);
    }
  }
}
