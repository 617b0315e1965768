import { Option } from "commander";
import { configuredDatabaseUrl, readConfiguration, type SubgraphConfiguration } from "../subgraphs/shared/configuration";
import { startEmbeddedDatabase } from "./embedded-database";

/** Where the embedded database keeps its data when nothing else is said. */
const DEFAULT_FOLDER = ".guide";

export const dataOption = () => new Option("--data <folder>", "where the embedded database keeps its data").default(DEFAULT_FOLDER);

/** A configuration with a database: the one of `DATABASE_URL`, or an embedded one that runs until `close`. */
export async function openDatabase(folder: string): Promise<{ configuration: SubgraphConfiguration; close: () => Promise<void> }> {
  if (configuredDatabaseUrl() !== undefined) return { configuration: readConfiguration(), close: async () => undefined };
  const embedded = await startEmbeddedDatabase(folder);
  return { configuration: readConfiguration({ DATABASE_URL: embedded.url }), close: embedded.stop };
}
