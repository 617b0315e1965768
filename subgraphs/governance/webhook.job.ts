import type { Logger } from "../../telemetry/logger";
import type { RunningSubgraph } from "../shared/execute";
import type { Job } from "../shared/jobs";
import { WebhookDispatcher } from "./webhook-dispatcher";
import { forgetDeliveries } from "./webhook-queue";
import { WebhookSender } from "./webhook-sender";

const dispatchers = new WeakMap<RunningSubgraph, WebhookDispatcher>();

/** Sends changes to webhooks, soon after they are made. */
export const webhookJob: Job = {
  name: "webhooks",
  everyMs: 500,
  run: (running, logger) => dispatcherOf(running, logger).run(),
  stop: async (running) => dispatchers.get(running)?.stop(),
};

/** Forgets what was delivered long ago. */
export const forgetDeliveriesJob: Job = {
  name: "forget webhook deliveries",
  everyMs: 3_600_000,
  run: ({ database }) => forgetDeliveries(database),
};

function dispatcherOf(running: RunningSubgraph, logger: Logger): WebhookDispatcher {
  let dispatcher = dispatchers.get(running);
  if (!dispatcher) {
    const sender = new WebhookSender(running.configuration.webhookPrivateAddresses);
    dispatchers.set(running, (dispatcher = new WebhookDispatcher(running.database, sender, logger)));
  }
  return dispatcher;
}
