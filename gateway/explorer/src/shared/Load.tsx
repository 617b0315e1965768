import { useCallback, useEffect, useState, type ReactNode } from "react";
import { useSay, type Words } from "./language";
import "./Load.css";

type Progress<What> = { readonly what: What } | "loading" | "failed";

interface LoadProps<What> {
  /** Stays the same function from one drawing to the next. */
  readonly from: (signal: AbortSignal) => Promise<What>;
  readonly loading: Words;
  readonly failed: Words;
  readonly children: (what: What, again: () => void) => ReactNode;
}

/** Loads something, says so meanwhile, and says when it failed, with a button to try again. */
export function Load<What>({ from, loading, failed, children }: LoadProps<What>) {
  const say = useSay();
  const [progress, setProgress] = useState<Progress<What>>("loading");
  const [attempt, setAttempt] = useState(0);
  const again = useCallback(() => {
    setProgress("loading");
    setAttempt((before) => before + 1);
  }, []);
  useEffect(() => {
    const ending = new AbortController();
    from(ending.signal).then(
      (what) => {
        if (!ending.signal.aborted) setProgress({ what });
      },
      () => {
        if (!ending.signal.aborted) setProgress("failed");
      },
    );
    return () => ending.abort();
  }, [from, attempt]);
  if (progress === "loading") {
    return (
      <p className="load" role="status">
        {say(loading)}
      </p>
    );
  }
  if (progress === "failed") {
    return (
      <div className="load load-failed" role="alert">
        <p>{say(failed)}</p>
        <button type="button" className="button primary" onClick={again}>
          {say({ ar: "أعد المحاولة", en: "Try again" })}
        </button>
      </div>
    );
  }
  return children(progress.what, again);
}
