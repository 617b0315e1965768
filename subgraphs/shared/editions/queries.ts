import type { GraphQLResolveInfo } from "graphql";
import type { Sql } from "sql-template-tag";
import { Arg, Ctx, ID, Info, Int, Query, Resolver } from "type-graphql";
import {
  Code,
  codeOfId,
  type Connection,
  connectionOf,
  type DocumentClass,
  type PublishedRecord,
} from "../../../schema/vocabulary";
import { RecordOrder } from "./order";
import type { Records } from "./records";
import type { SubgraphContext } from "../request";

export interface RecordQueries<Filter extends object> {
  /** The field of one record, such as `service`; `serviceByCode` stands beside it. */
  readonly one: string;
  /** The field of the list, such as `services`. */
  readonly many: string;
  /** What the records are called in descriptions, such as `government entities`. */
  readonly plural: string;
  readonly filter?: {
    readonly input: DocumentClass<Filter>;
    /** The SQL conditions of a filter on the row `e`. */
    readonly conditions: (filter: Filter, records: Records) => Sql[];
  };
  readonly orderBy?: RecordOrder;
}

/** The arguments every list of records takes. */
export interface PageArguments {
  readonly first: number;
  readonly after?: string | undefined;
  readonly orderBy: RecordOrder;
}

const PAGE = {
  first: { description: "How many entries, from 1 to 100.", defaultValue: 20 },
  after: { description: "The cursor behind which to go on; the start of the list when absent.", nullable: true },
  orderBy: { description: "The order of the list." },
} as const;

/** The connection type of a record class, made once. */
const connections = new Map<DocumentClass, DocumentClass>();
export function connectionType<T extends object>(type: DocumentClass<T>, plural: string): DocumentClass<Connection<T>> {
  let connection = connections.get(type);
  if (!connection) connections.set(type, (connection = connectionOf(() => type, type.name, plural)));
  return connection as DocumentClass<Connection<T>>;
}

/**
 * The root fields by which every kind of record is read: by id, by code, and as a list.
 * Unknown ids and codes give null; malformed ones are refused with `BAD_USER_INPUT`.
 */
export function recordQueries<T extends PublishedRecord, Filter extends object = object>(
  type: DocumentClass<T>,
  { one, many, plural, filter, orderBy = "NAME_EN_ASC" }: RecordQueries<Filter>,
): DocumentClass {
  const RecordConnection = connectionType(type, plural);

  @Resolver()
  class RecordResolver {
    @Query(() => type, { name: one, nullable: true, description: `One of the ${plural} by its id; null when there is none.` })
    one(
      @Arg("id", () => ID, { description: "The global id." }) id: string,
      @Ctx() { records }: SubgraphContext,
      @Info() info: GraphQLResolveInfo,
    ): Promise<T | null> {
      return records.load(type, codeOfId(type.name, id), info);
    }

    @Query(() => type, {
      name: `${one}ByCode`,
      nullable: true,
      description: `One of the ${plural} by its code; null when there is none.`,
    })
    byCode(
      @Arg("code", () => Code, { description: "The code." }) code: string,
      @Ctx() { records }: SubgraphContext,
      @Info() info: GraphQLResolveInfo,
    ): Promise<T | null> {
      return records.load(type, code, info);
    }
  }

  if (filter) {
    const { input, conditions: toSql } = filter;
    @Resolver()
    class FilteredListResolver extends RecordResolver {
      @Query(() => RecordConnection, {
        name: many,
        nullable: true,
        description: `The ${plural} of the guide, filtered and in order, a page at a time.`,
      })
      list(
        @Arg("first", () => Int, PAGE.first) first: number,
        @Arg("after", () => String, PAGE.after) after: string | undefined,
        @Arg("filter", () => input, { nullable: true, description: "Only those that meet every condition given." })
        conditions: Filter | undefined,
        @Arg("orderBy", () => RecordOrder, { ...PAGE.orderBy, defaultValue: orderBy }) order: RecordOrder,
        @Ctx() { records }: SubgraphContext,
        @Info() info: GraphQLResolveInfo,
      ): Promise<Connection<T>> {
        const filters = conditions ? toSql(conditions, records) : [];
        return records.connection(type, { first, after, orderBy: order, filters, identity: conditions }, info);
      }
    }
    return FilteredListResolver;
  }

  @Resolver()
  class ListResolver extends RecordResolver {
    @Query(() => RecordConnection, {
      name: many,
      nullable: true,
      description: `The ${plural} of the guide in order, a page at a time.`,
    })
    list(
      @Arg("first", () => Int, PAGE.first) first: number,
      @Arg("after", () => String, PAGE.after) after: string | undefined,
      @Arg("orderBy", () => RecordOrder, { ...PAGE.orderBy, defaultValue: orderBy }) order: RecordOrder,
      @Ctx() { records }: SubgraphContext,
      @Info() info: GraphQLResolveInfo,
    ): Promise<Connection<T>> {
      return records.connection(type, { first, after, orderBy: order, identity: null }, info);
    }
  }
  return ListResolver;
}

/** The decorators of the arguments of a list that hangs on a record, in the order of `PageArguments`. */
export const First = () => Arg("first", () => Int, PAGE.first);
export const After = () => Arg("after", () => String, PAGE.after);
export const OrderBy = (defaultValue: RecordOrder) => Arg("orderBy", () => RecordOrder, { ...PAGE.orderBy, defaultValue });
