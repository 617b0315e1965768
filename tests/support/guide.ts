import { print } from "graphql";
import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import { startRunningGuide, type RunningGuide } from "../../cli/running-guide";
import type { SubgraphClient } from "../../gateway/subgraph-request";
import { subgraphs } from "../../subgraphs";
import { readConfiguration } from "../../subgraphs/shared/configuration";
import { requireKind } from "../../subgraphs/shared/editions/kind";
import { withdrawEditions } from "../../subgraphs/shared/editions/store";
import { createLogger, type Logger } from "../../telemetry/logger";
import type { DocumentClass } from "../../schema/vocabulary";
import { createDatabase, EMPTY_TEMPLATE, SAMPLE_TEMPLATE, type TestDatabase } from "./database";
import { testIssuer } from "./tokens";

/** A GraphQL answer over HTTP. */
export interface Answer<Data> {
  readonly status: number;
  readonly headers: Headers;
  readonly data: Data;
  readonly errors?: readonly {
    message: string;
    path?: (string | number)[];
    extensions: { code: string; [name: string]: unknown };
  }[];
  readonly extensions?: Record<string, unknown>;
}

/** A fetch the gateway made from a subgraph. */
export interface Fetch {
  readonly subgraph: string;
  readonly query: string;
}

/** A whole guide of one's own: real gateway over HTTP, all subgraphs, a real database. */
export interface TestGuide {
  readonly running: RunningGuide;
  readonly database: TestDatabase;
  readonly url: string;
  /** Sends an operation over HTTP. */
  readonly query: <Data, Variables extends object>(
    document: string | TypedDocumentNode<Data, Variables>,
    variables?: Variables,
    headers?: Record<string, string>,
  ) => Promise<Answer<Data>>;
  /** Publishes records through the one way in; throws what is wrong with them. */
  readonly publish: (...records: object[]) => Promise<void>;
  readonly withdraw: (type: DocumentClass, ...codes: string[]) => Promise<void>;
  /**
   * Counts what an operation costs: fetches from subgraphs, and SQL statements by subgraph. Each one asked meanwhile is
   * told apart by a comment, so that none is answered from memory.
   */
  readonly cost: (work: () => Promise<unknown>) => Promise<{ fetches: Fetch[]; statements: Record<string, number> }>;
  readonly stop: () => Promise<void>;
}

export interface TestGuideOptions {
  readonly with?: "sample" | "nothing";
  readonly gateway?: Readonly<Record<string, string>>;
  readonly configuration?: Readonly<Record<string, string>>;
  /** The port by which the subgraphs reach the database, when something stands between. */
  readonly databasePort?: number;
  /** Stands between the gateway and a subgraph. */
  readonly wrap?: (name: string, client: SubgraphClient) => SubgraphClient;
  readonly logger?: Logger;
}

export async function startTestGuide({
  with: contents = "sample",
  gateway = {},
  configuration = {},
  databasePort,
  wrap,
  logger = createLogger("silent"),
}: TestGuideOptions = {}): Promise<TestGuide> {
  const database = await createDatabase(contents === "sample" ? SAMPLE_TEMPLATE : EMPTY_TEMPLATE);
  const fetches: Fetch[] = [];
  let isCounting = false;
  let asked = 0;
  const databaseUrl = new URL(database.url);
  if (databasePort !== undefined) databaseUrl.port = String(databasePort);
  const settings = readConfiguration({ DATABASE_URL: databaseUrl.toString(), ...configuration });
  const running = await startRunningGuide(
    { ...settings, issuers: [...settings.issuers, testIssuer()] },
    logger,
    { PORT: "0", HOST: "127.0.0.1", STOP_LINGER_MS: "0", RATE_LIMIT_PER_SECOND: "0", ...gateway },
    (name, client) => {
      const inner = wrap ? wrap(name, client) : client;
      return {
        ...inner,
        execute: (request, signal) => {
          fetches.push({ subgraph: name, query: request.query });
          return inner.execute(request, signal);
        },
      };
    },
  );
  const { url } = running.gateway;
  return {
    running,
    database,
    url,
    query: (document, variables, headers) => {
      const text = typeof document === "string" ? document : print(document);
      return send(url, isCounting ? `${text}\n# ${++asked}` : text, variables, headers);
    },
    publish: async (...records) => {
      const submission = await running.publisher.check(records.map((value, index) => ({ place: `record ${index}`, value })));
      if (submission.problems.length > 0) throw new Error(JSON.stringify(submission.problems, null, 2));
      await running.publisher.publish(submission);
    },
    withdraw: async (type, ...codes) => {
      const kind = requireKind(type);
      const owner = subgraphs.find(({ kinds }) => kinds.includes(kind));
      const subgraph = running.subgraphs.find(({ name }) => name === owner?.name);
      if (!subgraph) throw new Error(`Nobody owns ${type.name}.`);
      await withdrawEditions(await subgraph.database.source(), kind, codes, { by: { role: "system", system: "test" } });
    },
    cost: async (work) => {
      fetches.length = 0;
      isCounting = true;
      const statements: Record<string, number> = {};
      for (const { name, database: counted } of running.subgraphs) {
        counted.onStatement = () => (statements[name] = (statements[name] ?? 0) + 1);
      }
      await work().finally(() => (isCounting = false));
      for (const { database: counted } of running.subgraphs) counted.onStatement = undefined;
      return { fetches: [...fetches], statements };
    },
    stop: async () => {
      await running.stop();
      await database.drop();
    },
  };
}

/** Sends an operation over HTTP to any address. */
export async function send<Data, Variables extends object>(
  url: string,
  document: string | TypedDocumentNode<Data, Variables>,
  variables?: Variables,
  headers: Record<string, string> = {},
): Promise<Answer<Data>> {
  const query = typeof document === "string" ? document : print(document);
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ query, variables }),
  });
  const body = (await response.json()) as Omit<Answer<Data>, "status" | "headers">;
  return { ...body, status: response.status, headers: response.headers };
}
