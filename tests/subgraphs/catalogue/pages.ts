import { ask } from "../../support/ask";
import type { TestGuide } from "../../support/guide";

export interface Page {
  readonly totalCount?: number;
  readonly nodes: readonly { readonly code: string }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

/** One page of the services, by arguments as they stand in an operation. */
export async function servicePage(guide: TestGuide, args: string): Promise<Page> {
  const query = `{ services(${args}) { nodes { code } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;
  return (await ask<{ services: Page }>(guide, query)).services;
}

/** The codes of all services, page after page. */
export async function allServices(guide: TestGuide, args: string, first: number): Promise<string[]> {
  const codes: string[] = [];
  for (let after = ""; ;) {
    const { nodes, pageInfo } = await servicePage(guide, `first: ${first}, ${args} ${after}`);
    codes.push(...nodes.map(({ code }) => code));
    if (!pageInfo.hasNextPage) return codes;
    after = `after: "${pageInfo.endCursor}"`;
  }
}
