import { pick, useGraphiQL, useGraphiQLActions } from "@graphiql/react";
import { publicPart, withAsOf } from "./headers";
import type { Question } from "./question";

/** Opens a question in a tab of its own, or in the one that asks just this already; what stands in other tabs stays. */
export function useOpenQuestion(): (question: Question) => void {
  const actions = useGraphiQLActions();
  const { tabs, activeTabIndex, queryEditor, variableEditor, headerEditor } = useGraphiQL(
    pick("tabs", "activeTabIndex", "queryEditor", "variableEditor", "headerEditor"),
  );
  return ({ query, variables, operationName, asOf }) => {
    const headers = withAsOf("", asOf);
    const same = tabs.findIndex(
      (tab) => tab.query === query && (tab.variables ?? "") === variables && publicPart(tab.headers ?? "") === headers,
    );
    if (same === -1) {
      actions.addTab();
      queryEditor?.setValue(query);
      variableEditor?.setValue(variables);
      headerEditor?.setValue(headers);
      actions.updateActiveTabValues({ query, variables, headers, operationName: operationName ?? null });
    } else if (same !== activeTabIndex) actions.changeTab(same);
    // GraphiQL reads the operations of a document a moment later, which is too late for a reader who runs it at once.
    actions.setOperationFacts({ operationName });
    queryEditor?.setPosition({ lineNumber: 1, column: 1 });
    queryEditor?.setScrollTop(0);
    queryEditor?.getContainerDomNode().focus();
  };
}
