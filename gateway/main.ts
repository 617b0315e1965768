import { createLogger } from "../telemetry/logger";
import { startTracing } from "../telemetry/tracing";
import { readGatewayConfiguration } from "./configuration";
import { startGateway } from "./gateway";
import { httpSubgraph } from "./subgraph-request";

/** Runs the gateway alone, with its subgraphs behind HTTP. */
async function main(): Promise<void> {
  const configuration = readGatewayConfiguration();
  const logger = createLogger(configuration.logLevel);
  const stopTracing = await startTracing(configuration.tracesEndpoint, "guide-gateway", logger);
  const subgraphs = new Map(
    [...configuration.subgraphUrls].map(([name, url]) => [
      name,
      httpSubgraph(url, { connections: configuration.subgraphConnections, secret: configuration.gatewaySecret }),
    ]),
  );
  const running = await startGateway({ configuration, subgraphs, logger });
  logger.info({ url: running.url }, "the gateway is ready");
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      logger.info({ signal }, "stopping");
      void running.stop(signal === "SIGINT" ? { lingerMs: 0 } : {}).then(stopTracing);
    });
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  // What was opened before it failed, such as the watch on the supergraph file, would keep the process.
  process.exit(1);
});
