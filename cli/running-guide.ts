import { readGatewayConfiguration } from "../gateway/configuration";
import { type RunningGateway, startGateway } from "../gateway/gateway";
import type { SubgraphClient } from "../gateway/subgraph-request";
import { subgraphs } from "../subgraphs";
import type { SubgraphConfiguration } from "../subgraphs/shared/configuration";
import type { Logger } from "../telemetry/logger";
import { Publisher } from "../subgraphs/shared/publisher";
import type { RunningSubgraph } from "../subgraphs/shared/execute";

/** The whole guide in one process: every subgraph called directly, and the gateway before them. */
export interface RunningGuide {
  readonly gateway: RunningGateway;
  readonly subgraphs: readonly RunningSubgraph[];
  readonly publisher: Publisher;
  readonly stop: (options?: { lingerMs?: number }) => Promise<void>;
}

export function startSubgraphs(
  configuration: SubgraphConfiguration,
  logger: Logger,
): { running: RunningSubgraph[]; publisher: Publisher; close: () => Promise<void> } {
  const running = subgraphs.map((subgraph) => subgraph.start(configuration, logger));
  return {
    running,
    publisher: new Publisher(subgraphs, running, configuration),
    close: async () => void (await Promise.all(running.map((each) => each.close()))),
  };
}

export async function startRunningGuide(
  configuration: SubgraphConfiguration,
  logger: Logger,
  gatewaySettings: Readonly<Record<string, string>> = {},
  /** Lets tests stand between the gateway and a subgraph. */
  wrap: (name: string, client: SubgraphClient) => SubgraphClient = (_, client) => client,
): Promise<RunningGuide> {
  const { running, publisher, close } = startSubgraphs(configuration, logger);
  try {
    const gateway = await startGateway({
      configuration: { ...readGatewayConfiguration(gatewaySettings), issuers: configuration.issuers },
      subgraphs: new Map(running.map((subgraph) => [subgraph.name, wrap(subgraph.name, inProcess(subgraph))])),
      logger,
    });
    for (const subgraph of running) subgraph.startJobs();
    return { gateway, subgraphs: running, publisher, stop: (options) => gateway.stop(options) };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A subgraph called directly: no HTTP, and each distinct query parsed and validated once. */
function inProcess({ execute, position, check, close }: RunningSubgraph): SubgraphClient {
  return { execute, position: () => position(), check: () => check(), close: () => close() };
}
