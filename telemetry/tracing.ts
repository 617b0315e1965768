import type { IncomingHttpHeaders } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import {
  type Context,
  context,
  diag,
  DiagLogLevel,
  propagation,
  ROOT_CONTEXT,
  type Span,
  type SpanOptions,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";
import type { Logger } from "pino";

/** Long texts are cut, such as the name that a stranger gives an operation. */
const LONGEST_ATTRIBUTE = 8_000;
const EXPORT_TIMEOUT_MS = 3_000;
/** How long stopping waits for the last spans to be taken. */
const FLUSH_MS = 2_000;

const tracer = trace.getTracer("guide");

/**
 * Sends traces to an OTLP endpoint, when there is one; otherwise nothing of it is loaded, and spans are nothing. The
 * answer sends what is left. `OTEL_SERVICE_NAME`, `OTEL_RESOURCE_ATTRIBUTES`, `OTEL_TRACES_SAMPLER` and
 * `OTEL_EXPORTER_OTLP_HEADERS` work as OpenTelemetry says.
 */
export async function startTracing(endpoint: string | undefined, service: string, logger: Logger): Promise<() => Promise<void>> {
  if (endpoint === undefined) return async () => undefined;
  const [{ BatchSpanProcessor, NodeTracerProvider }, { OTLPTraceExporter }, resources] = await Promise.all([
    import("@opentelemetry/sdk-trace-node"),
    import("@opentelemetry/exporter-trace-otlp-http"),
    import("@opentelemetry/resources"),
  ]);
  diag.setLogger(reportTo(logger), { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
  const exporter = new OTLPTraceExporter({
    url: `${endpoint.replace(/\/$/, "")}/v1/traces`,
    timeoutMillis: EXPORT_TIMEOUT_MS,
  });
  const provider = new NodeTracerProvider({
    resource: resources
      .defaultResource()
      .merge(resources.resourceFromAttributes({ "service.name": service }))
      .merge(resources.detectResources({ detectors: [resources.envDetector] })),
    spanLimits: { attributeValueLengthLimit: LONGEST_ATTRIBUTE },
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  provider.register();
  return () => Promise.race([provider.shutdown().catch(() => undefined), sleep(FLUSH_MS, undefined, { ref: false })]);
}

/** Runs something as a span of the trace under way, or of another. */
export function traced<T>(
  name: string,
  options: SpanOptions,
  work: () => Promise<T>,
  parent: Context = context.active(),
): Promise<T> {
  return tracer.startActiveSpan(name, options, parent, async (span) => {
    try {
      return await work();
    } catch (error) {
      // Its words stay out of the trace, as they may have values in them.
      failSpan(span, error);
      throw error;
    } finally {
      span.end();
    }
  });
}

/** Marks a span as one that failed, by the kind of error. */
export function failSpan(span: Span | undefined, error: unknown): void {
  const { code } = (error ?? {}) as { code?: unknown };
  const name = error instanceof Error ? error.name : "unknown";
  span?.setAttribute("error.type", typeof code === "string" ? code : name).setStatus({ code: SpanStatusCode.ERROR });
}

/** The trace that a caller says it is part of (W3C Trace Context); of its headers nothing else is taken over. */
export function traceOfCaller({ traceparent, tracestate }: IncomingHttpHeaders): Context {
  return propagation.extract(ROOT_CONTEXT, { traceparent, tracestate });
}

/** Headers that make what is called a part of the trace under way. */
export function traceHeaders(): Record<string, string> {
  const headers: Record<string, string> = {};
  propagation.inject(context.active(), headers);
  return headers;
}

/** What OpenTelemetry has to say of itself, such as that the endpoint is away, is a warning of ours. */
function reportTo(logger: Logger) {
  const warn = (reason: string): void => logger.warn({ reason }, "tracing is in trouble");
  const ignore = (): void => undefined;
  return { error: warn, warn, info: ignore, debug: ignore, verbose: ignore };
}
