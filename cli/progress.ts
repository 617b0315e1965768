import { Presets, SingleBar } from "cli-progress";

/** A bar on the terminal for long work; nothing where there is no terminal. */
export function progressBar(what: string): { show: (done: number, total: number) => void; end: () => void } {
  const bar = new SingleBar(
    { format: `${what} {bar} {value}/{total} ({eta_formatted} left)`, noTTYOutput: false, clearOnComplete: true },
    Presets.shades_classic,
  );
  let started = false;
  return {
    show: (done, total) => {
      if (!started) bar.start(total, 0);
      started = true;
      bar.update(done);
    },
    end: () => bar.stop(),
  };
}
