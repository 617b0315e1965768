import { printSchemaWithDirectives } from "@graphql-tools/utils";
import { buildSubgraphSchema } from "@apollo/subgraph";
import { type GraphQLFieldResolver, type GraphQLResolveInfo, type GraphQLSchema, parse } from "graphql";
import type { DataSource } from "typeorm";
import { buildSchemaSync, createResolversMap, type NonEmptyArray } from "type-graphql";
import { codeOfId, DateTime, type DocumentClass, globalId, propertiesOf, type PropertySpec } from "../../schema/vocabulary";
import { tokenVerifier } from "../../identity/tokens";
import type { Logger } from "../../telemetry/logger";
import { mayUse } from "./authorization";
import type { DatabaseSettings, SubgraphConfiguration } from "./configuration";
import { Database, dataSourceOf, logPoolOf, replicaOf } from "./database";
import { Change } from "./changes/change.entity";
import { type Kind, kindOf, typenameOf } from "./editions/kind";
import { type RunningSubgraph, runSubgraph } from "./execute";
import type { Job } from "./jobs";
import { qualityResolver } from "./quality/quality.resolver";
import { Replicas } from "./replicas";
import type { SubgraphContext } from "./request";
import { BulkResultResolver } from "./workflow/bulk-result.resolver";
import { HistoryResolver } from "./workflow/history.resolver";
import { StaleEdition, RecordProblem } from "./workflow/types";
import { workflowJobs } from "./workflow/jobs";
import { workflowResolver } from "./workflow/workflow.resolver";

type Class = abstract new (...parameters: never[]) => object;

/** What makes a subgraph. */
export interface SubgraphDefinition {
  readonly name: string;
  /** The kinds of record it owns. */
  readonly kinds: readonly Kind[];
  /** type-graphql resolver classes. */
  readonly resolvers: readonly Class[];
  /** Types of other subgraphs to which this one adds fields. */
  readonly extensions?: readonly DocumentClass[];
  /** Types of other subgraphs that only appear behind an interface or union. */
  readonly stubs?: readonly DocumentClass[];
  /** Whether its answers depend on the change log as a whole, not only on its own records. */
  readonly readsWholeLog?: boolean;
  /** Kinds of other subgraphs, by type, whose changes its answers depend on. */
  readonly readsChangesOf?: readonly string[];
  /** What it does by itself while it is served. */
  readonly jobs?: readonly Job[];
  /** TypeORM migrations of its schema, oldest first. */
  readonly migrations: readonly (new () => object)[];
}

/** A subgraph as a value: its schema, what it owns, and how to run it. */
export interface Subgraph extends SubgraphDefinition {
  readonly schema: GraphQLSchema;
  /** The TypeORM data source of its schema: as the subgraph's own role, or as the owner who migrates it. */
  readonly dataSource: (settings: DatabaseSettings, as?: "subgraph" | "owner") => DataSource;
  readonly start: (configuration: SubgraphConfiguration, logger: Logger) => RunningSubgraph;
}

export function defineSubgraph(definition: SubgraphDefinition): Subgraph {
  const schema = federatedSchema(definition);
  const dataSource: Subgraph["dataSource"] = (settings, as) =>
    dataSourceOf(
      definition.name,
      [...definition.kinds.map(({ edition }) => edition), Change],
      definition.migrations,
      settings,
      as,
    );
  const subgraph: Subgraph = {
    ...definition,
    jobs: [...workflowJobs, ...(definition.jobs ?? [])],
    schema,
    dataSource,
    start: (configuration, parent) => {
      const { database, issuers } = configuration;
      const logger = parent.child({ subgraph: definition.name });
      const replicas = new Replicas(database.replicaUrls.map((url) => replicaOf(definition.name, url, database, logger)));
      const logPool = logPoolOf(definition.name, database);
      const connected = new Database(definition.name, () => dataSource(database), logPool, replicas);
      return runSubgraph(subgraph, { configuration, database: connected, tokens: tokenVerifier(issuers), logger });
    },
  };
  return subgraph;
}

const FEDERATION = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@shareable", "@tag", "@inaccessible"])`;

/** Turns decorated classes into a federated schema. The only place that knows both type-graphql and @apollo/subgraph. */
function federatedSchema({ resolvers, kinds, extensions = [], stubs = [] }: SubgraphDefinition): GraphQLSchema {
  const code = buildSchemaSync({
    resolvers: [
      ...resolvers,
      ...kinds.map(qualityResolver),
      ...kinds.map(workflowResolver),
      BulkResultResolver,
      HistoryResolver,
    ] as unknown as NonEmptyArray<Function>, // eslint-disable-line @typescript-eslint/no-unsafe-function-type -- the type type-graphql asks for
    orphanedTypes: [...kinds.map(({ document }) => document), ...stubs, RecordProblem, StaleEdition],
    scalarsMap: [{ type: Date, scalar: DateTime }],
    authChecker: mayUse,
    validate: false,
    skipCheck: true,
  });
  // type-graphql has no place to describe the root; every subgraph says the same of it, as all of them share it.
  const root = code.getQueryType();
  if (root) root.description = "What can be read of the guide.";
  const mutations = code.getMutationType();
  if (mutations) mutations.description = "What can be changed in the guide, by those who may.";
  const map = createResolversMap(code) as ResolverMap;
  for (const kind of kinds) addRecordResolvers(map, kind);
  for (const type of documentClasses(kinds)) addReferenceResolvers(map, type);
  for (const { name } of extensions) {
    map[name] = {
      ...map[name],
      __resolveReference: ({ id }: { id: string }) => ({ __typename: name, id, code: codeOfId(name, id) }),
    };
  }
  const typeDefs = parse(`${FEDERATION}\n${printSchemaWithDirectives(code)}`);
  return buildSubgraphSchema([{ typeDefs, resolvers: map as never }]);
}

type ResolverMap = Record<string, Record<string, unknown>>;
type Resolver = GraphQLFieldResolver<Record<string, unknown>, SubgraphContext>;

/** The global id of a record and its entity resolver, which believes nothing of a representation but its key. */
function addRecordResolvers(map: ResolverMap, kind: Kind): void {
  const typename = typenameOf(kind);
  const id: Resolver = ({ code }) => globalId(typename, code as string);
  const __resolveReference = ({ id }: { id: string }, { records }: SubgraphContext, info: GraphQLResolveInfo) =>
    records.load(kind.document, codeOfId(typename, id), info);
  map[typename] = { ...map[typename], id, __resolveReference };
}

/** Answers references, which are stored as codes: with the record when it is ours, with a stub when it is another's. */
function addReferenceResolvers(map: ResolverMap, type: DocumentClass): void {
  for (const property of propertiesOf(type)) {
    if (property.reference)
      map[type.name] = { [property.property]: referenceResolver(property, property.reference), ...map[type.name] };
  }
}

function referenceResolver(
  { property, list }: PropertySpec,
  { target, codeList }: NonNullable<PropertySpec["reference"]>,
): Resolver {
  const type = target();
  const key = (stored: string) => (codeList ? `${codeList}.${stored}` : stored);
  // The code is for the fields that this subgraph itself adds to the other's type.
  const stub = (stored: string) => ({ __typename: type.name, id: globalId(type.name, key(stored)), code: key(stored) });
  const own = kindOf(type) !== undefined;
  return (source, _, { records }, info) => {
    const stored = source[property];
    if (stored === undefined || stored === null) return list ? [] : null;
    if (list) {
      const codes = stored as string[];
      return own ? records.loadMany(type as never, codes.map(key), info) : codes.map(stub);
    }
    return own ? records.load(type as never, key(stored as string), info) : stub(stored as string);
  };
}

/** The document classes of some kinds and everything nested in them. */
function documentClasses(kinds: readonly Kind[]): Set<DocumentClass> {
  const classes = new Set<DocumentClass>();
  const visit = (type: DocumentClass): void => {
    if (classes.has(type)) return;
    classes.add(type);
    for (const { nested } of propertiesOf(type)) if (nested) visit(nested());
  };
  for (const { document } of kinds) visit(document);
  return classes;
}
