import type { Words } from "../shared/words";
import operation from "../../../../schema/operations/guide-contents.graphql?raw";

export interface AboutGuide {
  readonly name: Words;
  readonly notice: Words;
  readonly isSample: boolean;
  readonly languages: readonly string[];
  readonly lastChangedAt: string;
}

export interface EntityServices {
  readonly code: string;
  readonly name: Words;
  /** Null when the part of the guide that knows cannot be read. */
  readonly services: { readonly totalCount: number } | null;
}

interface Entities {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly nodes: readonly EntityServices[];
}

type Answer = Readonly<Record<string, { readonly totalCount: number } | null>> & {
  readonly guide: (AboutGuide & { readonly totalCount: never }) | null;
  readonly governmentEntities: (Entities & { readonly totalCount: number }) | null;
};

/** What the guide holds at this moment. */
export interface Contents {
  /** Null when nothing was published about the guide as a whole. */
  readonly guide: AboutGuide | null;
  /** How many records a root field lists; null when the part of the guide that knows cannot be read. */
  readonly count: (field: string) => number | null;
  /** All of them, those with the most services first. */
  readonly entities: readonly EntityServices[];
  /** Whether every part of the guide answered. */
  readonly isWhole: boolean;
}

export async function loadContents(signal: AbortSignal): Promise<Contents> {
  const first = await ask(null, signal);
  const entities = [...(first.data.governmentEntities?.nodes ?? [])];
  let page = first;
  while (page.data.governmentEntities?.pageInfo.hasNextPage === true) {
    page = await ask(page.data.governmentEntities.pageInfo.endCursor, signal);
    entities.push(...(page.data.governmentEntities?.nodes ?? []));
  }
  return {
    guide: first.data.guide,
    count: (field) => first.data[field]?.totalCount ?? null,
    entities: entities.sort((one, other) => (other.services?.totalCount ?? 0) - (one.services?.totalCount ?? 0)),
    isWhole: first.isWhole && page.isWhole,
  };
}

async function ask(after: string | null, signal: AbortSignal): Promise<{ data: Answer; isWhole: boolean }> {
  const response = await fetch("/graphql", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: operation, variables: { after } }),
    signal,
  });
  const { data, errors } = (await response.json()) as { data?: Answer | null; errors?: readonly unknown[] };
  if (!data) throw new Error(`The guide answered ${response.status} without data.`);
  return { data, isWhole: errors === undefined };
}
