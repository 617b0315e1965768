import { Option } from "commander";
import { configuredDatabaseUrl, readConfiguration, type SubgraphConfiguration } from "../subgraphs/shared/configuration";
import { startEmbeddedDatabase } from "./embedded-database";
import { closeOnSignal } from "./signals";

/** Where the embedded database keeps its data when nothing else is said. */
const DEFAULT_FOLDER = ".guide";
/** Stands in for the embedded database until it runs, so that mistakes in the configuration are told before it starts. */
const NOT_STARTED = "postgres://embedded";

export const dataOption = () =>
  new Option("--data <folder>", "where the embedded database keeps its data").default(DEFAULT_FOLDER);

/** A configuration with a database: the one of `DATABASE_URL`, or an embedded one that runs until `close` or a signal. */
export async function openDatabase(
  folder: string,
): Promise<{ configuration: SubgraphConfiguration; close: () => Promise<void> }> {
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
  return { configuration: { ...configuration, database: { ...configuration.database, url } }, close: stop };
}
