import type { TestGuide } from "../../support/guide";

/** The data of an answer; an answer with errors fails the test. */
export async function ask<Data = unknown>(
  guide: TestGuide,
  query: string,
  variables: object = {},
  headers: Record<string, string> = {},
): Promise<Data> {
  const { data, errors } = await guide.query<Data, object>(query, variables, headers);
  expect(errors).toBeUndefined();
  return data;
}

/** How many SQL statements a question costs the segments subgraph. */
export async function statementsFor(guide: TestGuide, query: string): Promise<number | undefined> {
  const { statements } = await guide.cost(() => ask(guide, query));
  return statements["segments"];
}
