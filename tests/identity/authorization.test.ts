import { Authorized, Ctx, Directive, Field, FieldResolver, ID, Mutation, ObjectType, Query, Resolver } from "type-graphql";
import { globalId } from "../../schema/vocabulary";
import type { RunningSubgraph } from "../../subgraphs/shared/execute";
import { readConfiguration } from "../../subgraphs/shared/configuration";
import type { SubgraphContext } from "../../subgraphs/shared/request";
import { defineSubgraph } from "../../subgraphs/shared/subgraph";
import { createLogger } from "../../telemetry/logger";
import { databaseUrl, EMPTY_TEMPLATE } from "../support/database";
import { bearer, testIssuer, tokenFor } from "../support/tokens";

@Directive(`@key(fields: "id")`)
@ObjectType({ description: "Something." })
class Thing {
  @Field(() => ID, { description: "Its id." })
  id!: string;
}

@Resolver(() => Thing)
class ThingResolver {
  @Query(() => String, { description: "For everybody.", nullable: true })
  who(@Ctx() { caller }: SubgraphContext): string {
    return caller ? `${caller.name} ${caller.grants.map(({ role, entity }) => `${role} ${entity}`).join()}` : "anybody";
  }

  @Authorized("author", "secretariat")
  @Mutation(() => String, { description: "For some.", nullable: true })
  write(): string {
    return "written";
  }

  @Authorized()
  @Query(() => String, { description: "For whoever signed in.", nullable: true })
  mine(): string {
    return "yours";
  }

  @Authorized("auditor")
  @FieldResolver(() => String, { description: "For auditors.", nullable: true })
  secret(): string {
    return "secret";
  }
}

const things = defineSubgraph({
  name: "things",
  kinds: [],
  resolvers: [ThingResolver],
  stubs: [Thing],
  migrations: [],
  extensions: [Thing],
});

let running: RunningSubgraph;
beforeAll(() => {
  const configuration = readConfiguration({ DATABASE_URL: databaseUrl(EMPTY_TEMPLATE) });
  running = things.start({ ...configuration, issuers: [testIssuer()] }, createLogger("silent"));
});
afterAll(() => running.close());

const ask = (query: string, headers: Record<string, string> = {}) => running.execute({ query, headers });
const codes = ({ errors = [] }: { errors?: readonly { extensions?: object }[] }) =>
  errors.map(({ extensions }) => (extensions as { code: string }).code);

test("resolvers are told who asks, by token", async () => {
  expect((await ask("{ who }")).data).toEqual({ who: "anybody" });
  expect((await ask("{ who }", bearer(["author:SCM", "approver:DHR"], "Sara"))).data).toEqual({
    who: "Sara author SCM,approver DHR",
  });
});

test("a mutation for some roles is for nobody else", async () => {
  const write = (headers?: Record<string, string>) => ask("mutation { write }", headers);
  expect(codes(await write())).toEqual(["UNAUTHENTICATED"]);
  expect(codes(await write(bearer("auditor")))).toEqual(["FORBIDDEN"]);
  expect(codes(await write(bearer([])))).toEqual(["FORBIDDEN"]);
  expect((await write(bearer("author:SCM"))).data).toEqual({ write: "written" });
  expect((await write(bearer("secretariat"))).data).toEqual({ write: "written" });
});

test("what names no role is for whoever signed in", async () => {
  expect(codes(await ask("{ mine }"))).toEqual(["UNAUTHENTICATED"]);
  expect((await ask("{ mine }", bearer([], "Sara"))).data).toEqual({ mine: "yours" });
});

test("a field for some roles is no less so for who comes by way of _entities", async () => {
  const query = `{ _entities(representations: [{ __typename: "Thing", id: "${globalId("Thing", "A")}" }]) { ... on Thing { secret } } }`;
  const anybody = await ask(query);
  expect(codes(anybody)).toEqual(["UNAUTHENTICATED"]);
  expect(JSON.stringify(anybody)).not.toContain('"secret":"secret"');
  expect(codes(await ask(query, bearer("author:SCM")))).toEqual(["FORBIDDEN"]);
  expect((await ask(query, bearer("auditor"))).data).toEqual({ _entities: [{ secret: "secret" }] });
});

test("a token that is not believed refuses the whole request, also what is for everybody", async () => {
  const expired = { authorization: `Bearer ${tokenFor({ grants: "secretariat", hours: -1 })}` };
  const refused = await ask("{ who }", expired);
  expect(codes(refused)).toEqual(["UNAUTHENTICATED"]);
  expect(refused.data).toBeUndefined();
  expect(codes(await ask("{ who }", { authorization: "Basic c29tZWJvZHk6" }))).toEqual(["UNAUTHENTICATED"]);
});
