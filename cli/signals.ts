import { constants } from "node:os";

type Close = (signal: NodeJS.Signals) => Promise<void>;

/** npm hands the terminal's Ctrl-C to what it runs once more, so only one that comes later than this insists. */
const REPEATED_MS = 1_000;

const opened: Close[] = [];
let stoppingSince: number | undefined;

/** Has something closed when the process is told to stop; what was opened last is closed first. */
export function closeOnSignal(close: Close): void {
  if (opened.push(close) > 1) return;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop(signal));
}

/** Whether the process was told to stop: what fails now fails because of that. */
export const isStopping = (): boolean => stoppingSince !== undefined;

async function stop(signal: NodeJS.Signals): Promise<void> {
  if (stoppingSince !== undefined) {
    if (performance.now() - stoppingSince > REPEATED_MS) process.exit(1);
    return;
  }
  stoppingSince = performance.now();
  // Work that was cut short did not succeed; what is meant to run until it is stopped says so itself.
  process.exitCode = 128 + constants.signals[signal];
  for (const close of opened.reverse()) {
    await close(signal).catch(() => {
      process.exitCode = 1;
    });
  }
  process.exit();
}
