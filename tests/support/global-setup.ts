import "reflect-metadata";
import { mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { startEmbeddedDatabase } from "../../cli/embedded-database";
import { startSubgraphs } from "../../cli/running-guide";
import { seed } from "../../cli/seed";
import { developmentIssuer } from "../../identity/development";
import { subgraphs } from "../../subgraphs";
import { readConfiguration } from "../../subgraphs/shared/configuration";
import { createLogger } from "../../telemetry/logger";
import { migrate } from "../../subgraphs/shared/migrate";
import { databaseUrl, EMPTY_TEMPLATE, SAMPLE_TEMPLATE, TEST_SERVER } from "./database";
import { TEST_TOKENS } from "./tokens";

/**
 * One real PostgreSQL for all test files, with two databases to copy from: one migrated and empty, one with the
 * sample guide. Each test file works on a copy of its own.
 */
export default async function globalSetup(): Promise<void> {
  const folder = join(tmpdir(), `guide-tests-${process.pid}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const server = await startEmbeddedDatabase(folder);
  process.env[TEST_SERVER] = server.url;
  process.env[TEST_TOKENS] = join(folder, "tokens");
  developmentIssuer(join(folder, "tokens"));
  (globalThis as { stopTestServer?: () => Promise<void> }).stopTestServer = async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };

  const admin = new Client({ connectionString: server.url });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${EMPTY_TEMPLATE}`);
  await migrate(subgraphs, configurationOf(EMPTY_TEMPLATE).database);
  await admin.query(`CREATE DATABASE ${SAMPLE_TEMPLATE} TEMPLATE ${EMPTY_TEMPLATE}`);
  const { publisher, close } = startSubgraphs(configurationOf(SAMPLE_TEMPLATE), createLogger("silent"));
  await seed(publisher, join(__dirname, "../../data"));
  await close();
  await admin.end();
}

const configurationOf = (database: string) => readConfiguration({ DATABASE_URL: databaseUrl(database) });
