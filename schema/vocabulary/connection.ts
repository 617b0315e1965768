import { Directive, Field, Int, ObjectType } from "type-graphql";
import type { DocumentClass } from "./fields";

@Directive("@shareable")
@ObjectType({ description: "Where a page of a list stands. See https://relay.dev/graphql/connections.htm" })
export class PageInfo {
  @Field(() => Boolean, { description: "Whether there is more after this page." })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: "Whether there is something before this page." })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: "The cursor of the first entry; null when the page is empty." })
  startCursor?: string;

  @Field(() => String, { nullable: true, description: "The cursor of the last entry; null when the page is empty." })
  endCursor?: string;
}

/** One page of a list as resolvers return it; `totalCount` is counted only when it is asked for. */
export interface Connection<T extends object> {
  readonly edges: { readonly cursor: string; readonly node: T }[];
  readonly nodes: T[];
  readonly pageInfo: PageInfo;
  readonly totalCount: () => Promise<number>;
}

/** The Relay connection type of a class; `isShareable` when several subgraphs have lists of it. */
export function connectionOf<T extends object>(
  node: () => DocumentClass<T>,
  name: string,
  plural: string,
  { isShareable = false } = {},
): DocumentClass<Connection<T>> {
  const shared: ClassDecorator = isShareable ? Directive("@shareable") : () => undefined;

  @shared
  @ObjectType(`${name}Edge`, { description: `One entry of a list of ${plural}.` })
  class Edge {
    @Field(() => String, { description: "Opaque position of this entry; give it to `after` to go on behind it." })
    cursor!: string;

    @Field(() => node(), { description: "The entry itself." })
    node!: T;
  }

  @shared
  @ObjectType(`${name}Connection`, { description: `A page of a list of ${plural}.` })
  class RecordConnection {
    @Field(() => [Edge], { description: "The entries with their cursors." })
    edges!: Edge[];

    @Field(() => [node()], { description: "The entries themselves, for readers that need no cursors." })
    nodes!: T[];

    @Field(() => PageInfo, { description: "Where this page stands." })
    pageInfo!: PageInfo;

    @Field(() => Int, { simple: true, description: "How many entries the whole list has; counted only when asked for." })
    totalCount!: () => Promise<number>;
  }
  return RecordConnection;
}
