import { useEffect } from "react";
import { takeLink, type Linked } from "./start";
import { useOpenQuestion } from "./tabs";

/** Opens a link that is pasted over the address of an explorer that is open already. */
export function Links({ onLink }: { readonly onLink: (linked: Linked) => void }) {
  const open = useOpenQuestion();
  useEffect(() => {
    const onChange = async () => {
      const linked = await takeLink();
      if (linked.question) open(linked.question);
      onLink(linked);
    };
    const listener = () => void onChange();
    window.addEventListener("hashchange", listener);
    return () => window.removeEventListener("hashchange", listener);
  }, [open, onLink]);
  return null;
}
