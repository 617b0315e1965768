import { useEffect } from "react";
import { pick, useGraphiQL, useGraphiQLActions } from "@graphiql/react";
import { useSay } from "../shared/language";

/** Names the editors for screen readers, and lets Arabic be: the editor would mark letters that look alike elsewhere. */
export function useAccessibleEditors(): void {
  const say = useSay();
  const { queryEditor, variableEditor, headerEditor, responseEditor } = useGraphiQL(
    pick("queryEditor", "variableEditor", "headerEditor", "responseEditor"),
  );
  const query = say({ ar: "العملية", en: "Operation" });
  const variables = say({ ar: "المتغيرات", en: "Variables" });
  const headers = say({ ar: "الترويسات", en: "Headers" });
  const response = say({ ar: "الإجابة", en: "Answer" });
  const hint = say({ ar: "Enter للتحرير وEscape للخروج", en: "Enter to edit, Escape to leave" });
  useEffect(() => {
    const named = [
      [queryEditor, query],
      [variableEditor, variables],
      [headerEditor, headers],
      [responseEditor, response],
    ] as const;
    for (const [editor, name] of named) {
      const place = editor?.getContainerDomNode();
      place?.setAttribute("role", "group");
      place?.setAttribute("aria-label", `${name}: ${hint}`);
      editor?.updateOptions({
        ariaLabel: name,
        fontFamily: getComputedStyle(document.documentElement).getPropertyValue("--mono"),
        fontSize: 14,
        unicodeHighlight: { ambiguousCharacters: false, invisibleCharacters: false },
      });
    }
  }, [queryEditor, variableEditor, headerEditor, responseEditor, query, variables, headers, response, hint]);
}

/** Ctrl+Enter runs from anywhere on the page, and Escape leaves an editor, where Tab belongs to the text. */
export function useKeys(): void {
  const actions = useGraphiQLActions();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.defaultPrevented) {
        event.preventDefault();
        void actions.run();
      } else if (event.key === "Escape" && event.target instanceof HTMLElement) {
        // An Escape that closes something within the editor does not come this far.
        event.target.closest<HTMLElement>(".graphiql-editor, .result-window")?.focus();
      }
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [actions]);
}

/**
 * GraphiQL puts buttons into elements of the role tab, which screen readers then do not announce. Its tabs are a list of
 * buttons here, of which one is current.
 */
export function useAccessibleTabs(): void {
  const { tabs, activeTabIndex } = useGraphiQL(pick("tabs", "activeTabIndex"));
  useEffect(() => {
    document.querySelector(".graphiql-tabs")?.setAttribute("role", "list");
    document.querySelector("#graphiql-session")?.setAttribute("role", "group");
    for (const [index, tab] of document.querySelectorAll(".graphiql-tab").entries()) {
      tab.setAttribute("role", "listitem");
      tab.removeAttribute("aria-selected");
      tab.querySelector(".graphiql-tab-button")?.setAttribute("aria-current", String(index === activeTabIndex));
    }
  }, [tabs, activeTabIndex]);
}

/** GraphiQL names every past operation "Set active"; without that name, a screen reader says which one it is. */
export function useAccessibleHistory(): void {
  useEffect(() => {
    const panel = document.querySelector(".graphiql-plugin");
    if (!panel) return;
    const observer = new MutationObserver(() => {
      for (const item of panel.querySelectorAll(".graphiql-history-item-label")) item.removeAttribute("aria-label");
    });
    observer.observe(panel, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, []);
}
