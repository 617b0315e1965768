import { useEffect } from "react";
import { useMonaco } from "@graphiql/react";

interface Palette {
  readonly ground: string;
  readonly raised: string;
  readonly quiet: string;
  readonly accent: string;
  readonly comment: string;
  readonly argument: string;
}

const LIGHT: Palette = {
  ...{ ground: "#ffffff", raised: "#e3ebed", quiet: "#4f6066", accent: "#0b5563" },
  ...{ comment: "#00700b", argument: "#5450c0" },
};
const DARK: Palette = {
  ...{ ground: "#212a3b", raised: "#35425a", quiet: "#b4c0cf", accent: "#7cc8d6" },
  ...{ comment: "#8fc27c", argument: "#a9a4ff" },
};

/** Gives GraphiQL's two editor themes the colours of the guide: some of its own are too pale to read on its ground. */
export function useEditorTheme(): void {
  const monaco = useMonaco((state) => state.monaco);
  useEffect(() => {
    monaco?.editor.defineTheme("graphiql-LIGHT", { base: "vs", ...themeOf(LIGHT) });
    monaco?.editor.defineTheme("graphiql-DARK", { base: "vs-dark", ...themeOf(DARK) });
  }, [monaco]);
}

function themeOf({ ground, raised, quiet, accent, comment, argument }: Palette) {
  return {
    inherit: true,
    rules: [
      { token: "comment", foreground: comment },
      { token: "argument.identifier.gql", foreground: argument },
    ],
    colors: {
      "editor.background": "#ffffff00",
      "scrollbar.shadow": "#ffffff00",
      "editorLineNumber.foreground": quiet,
      "textLink.foreground": accent,
      "textLink.activeForeground": accent,
      "editorLink.activeForeground": accent,
      "editorHoverWidget.background": ground,
      "editorSuggestWidget.background": ground,
      "editorSuggestWidget.selectedBackground": raised,
      "editorWidget.background": ground,
      "menu.background": ground,
      "menu.selectionBackground": raised,
      "quickInput.background": ground,
      "quickInputList.focusBackground": raised,
      "list.hoverBackground": raised,
      "list.highlightForeground": accent,
      focusBorder: accent,
    },
  };
}
