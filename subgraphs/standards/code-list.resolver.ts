import type { GraphQLResolveInfo } from "graphql";
import sql from "sql-template-tag";
import { Arg, Ctx, FieldResolver, Info, Query, Resolver, Root } from "type-graphql";
import { Code, type Connection } from "../../schema/vocabulary";
import type { RecordOrder } from "../shared/editions/order";
import { After, connectionType, First, OrderBy } from "../shared/editions/queries";
import type { Membership } from "../shared/editions/records";
import type { SubgraphContext } from "../shared/request";
import { CodeList } from "./code-list.entity";
import { CodeListItem } from "./code-list-item.entity";
import { partsOfItemCode } from "./code-list.rules";

const CodeListConnection = connectionType(CodeList, "code lists");
const ofList: Membership = { name: "list", condition: (list) => sql`e.list = ${list}` };

/** Those with a place first, in their places; the others by code, as they come. */
function inOrder(items: readonly CodeListItem[]): CodeListItem[] {
  return [...items].sort((a, b) => (a.order ?? Infinity) - (b.order ?? Infinity) || (a.code < b.code ? -1 : 1));
}

@Resolver(() => CodeList)
export class CodeListResolver {
  @Query(() => CodeList, {
    nullable: true,
    description: "A code list by its code, such as PAYMENT-METHOD; null when there is none.",
  })
  codeList(
    @Arg("code", () => Code, { description: "The code of the list." }) code: string,
    @Ctx() { records }: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<CodeList | null> {
    return records.load(CodeList, code, info);
  }

  @Query(() => CodeListConnection, { nullable: true, description: "The code lists of the guide in order, a page at a time." })
  codeLists(
    @First() first: number,
    @After() after: string | undefined,
    @OrderBy("CODE_ASC") orderBy: RecordOrder,
    @Ctx() { records }: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<CodeList>> {
    return records.connection(CodeList, { first, after, orderBy, identity: null }, info);
  }

  @FieldResolver(() => [CodeListItem], { description: "All its items, in the order of the list." })
  async items(
    @Root() { code }: CodeList,
    @Ctx() { records }: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<CodeListItem[]> {
    return inOrder(await records.members(CodeListItem, ofList, code, info));
  }
}

@Resolver(() => CodeListItem)
export class CodeListItemResolver {
  @FieldResolver(() => Code, {
    description: 'Its code within its list, such as "CARD"; together with the code of the list it is unique and never reused.',
  })
  code(@Root() { code }: CodeListItem): string {
    return partsOfItemCode(code).item;
  }

  @FieldResolver(() => CodeList, { nullable: true, description: "The list it belongs to." })
  list(
    @Root() { code }: CodeListItem,
    @Ctx() { records }: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<CodeList | null> {
    return records.load(CodeList, partsOfItemCode(code).list, info);
  }
}
