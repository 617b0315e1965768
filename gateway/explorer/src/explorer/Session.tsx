import { useEffect, useRef } from "react";
import { createPortal } from "react-dom";
import { useGraphiQL, useGraphiQLActions } from "@graphiql/react";
import { useAccessibleEditors, useAccessibleHistory, useAccessibleTabs, useKeys } from "./accessibility";
import { RequestBar } from "./RequestBar";
import { useEditorTheme } from "./theme";

interface SessionProps {
  /** The element above GraphiQL where the request bar goes: only what is inside GraphiQL knows its tabs. */
  readonly above: HTMLElement;
  readonly runFirst: boolean;
}

/** What the explorer adds to GraphiQL and that needs to reach its tabs. */
export function Session({ above, runFirst }: SessionProps) {
  useAccessibleEditors();
  useAccessibleTabs();
  useAccessibleHistory();
  useEditorTheme();
  useKeys();
  useFirstRun(runFirst);
  return createPortal(<RequestBar />, above);
}

/** A stranger sees an answer before pressing anything. */
function useFirstRun(wanted: boolean): void {
  const actions = useGraphiQLActions();
  const ready = useGraphiQL(({ queryEditor, responseEditor }) => Boolean(queryEditor && responseEditor));
  const done = useRef(false);
  useEffect(() => {
    if (!wanted || !ready || done.current) return;
    done.current = true;
    void actions.run();
  }, [wanted, ready, actions]);
}
