import { useSyncExternalStore } from "react";

/** What the fragment of the address names, such as `Service` for `/map#Service`; empty when there is none. */
export function useFragment(): string {
  return useSyncExternalStore(subscribe, read);
}

export function clearFragment(): void {
  history.pushState(null, "", `${location.pathname}${location.search}`);
  // The browser tells of fragments that it follows itself, not of this.
  dispatchEvent(new HashChangeEvent("hashchange"));
}

function read(): string {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return "";
  }
}

function subscribe(reader: () => void): () => void {
  addEventListener("hashchange", reader);
  return () => removeEventListener("hashchange", reader);
}
