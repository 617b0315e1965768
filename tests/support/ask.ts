import type { TestGuide } from "./guide";

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

/** The codes and places of the errors of an answer. */
export async function refusals(
  guide: TestGuide,
  query: string,
  variables: object = {},
): Promise<{ code: string; path: string }[]> {
  const { errors = [] } = await guide.query<unknown, object>(query, variables);
  return errors.map(({ path = [], extensions }) => ({ code: extensions.code, path: path.join(".") }));
}

/** How many SQL statements a question costs each subgraph. */
export async function statementsFor(guide: TestGuide, query: string, variables: object = {}): Promise<Record<string, number>> {
  return (await guide.cost(() => ask(guide, query, variables))).statements;
}
