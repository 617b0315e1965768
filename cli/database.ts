import { existsSync } from "node:fs";
import { join } from "node:path";
import { Option } from "commander";
import { configuredDatabaseUrl, readConfiguration, type SubgraphConfiguration } from "../subgraphs/shared/configuration";
import { auditKeyIn } from "./audit-key";
import { runningDatabaseUrl, startEmbeddedDatabase } from "./embedded-database";
import { CommandError } from "./explain";
import { closeOnSignal } from "./signals";

/** Where the embedded database keeps its data when nothing else is said. */
const DEFAULT_FOLDER = ".guide";
/** Stands in for the embedded database until it runs, so that mistakes in the configuration are told before it starts. */
const NOT_STARTED = "postgres://embedded";

export const dataOption = () =>
  new Option("--data <folder>", "where the embedded database keeps its data").default(DEFAULT_FOLDER);

export interface OpenDatabase {
  readonly configuration: SubgraphConfiguration;
  readonly close: () => Promise<void>;
}

/** A configuration with a database: the one of `DATABASE_URL`, or an embedded one that runs until `close` or a signal. */
export async function openDatabase(folder: string): Promise<OpenDatabase> {
  if (configuredDatabaseUrl() !== undefined) return { configuration: readConfiguration(), close: async () => undefined };
  const configuration = readConfiguration({ DATABASE_URL: NOT_STARTED });
  const starting = startEmbeddedDatabase(folder);
  closeOnSignal(() =>
    starting.then(
      ({ stop }) => stop(),
      () => undefined,
    ),
  );
  const { url, stop } = await starting;
  return { configuration: embedded(configuration, folder, url), close: stop };
}

/** The same for those who read what is there: nothing is made where there is nothing, and a guide may be running. */
export async function openExistingDatabase(folder: string): Promise<OpenDatabase> {
  if (configuredDatabaseUrl() !== undefined) return openDatabase(folder);
  const url = runningDatabaseUrl(folder);
  if (url !== undefined) {
    const configuration = readConfiguration({ DATABASE_URL: NOT_STARTED });
    return { configuration: embedded(configuration, folder, url), close: async () => undefined };
  }
  if (!existsSync(join(folder, "postgres")))
    throw new CommandError(`There is no guide in ${folder}. Name its folder with --data, or set DATABASE_URL.`);
  return openDatabase(folder);
}

function embedded(configuration: SubgraphConfiguration, folder: string, url: string): SubgraphConfiguration {
  const auditSigningKey = configuration.auditSigningKey ?? auditKeyIn(folder);
  return { ...configuration, auditSigningKey, database: { ...configuration.database, url } };
}
