import { isSpanContextValid, trace } from "@opentelemetry/api";
import pino, { type DestinationStream, type Logger } from "pino";

export type { Logger } from "pino";

const REDACTED = "[redacted]";
/** What of a line may hold the data of a person. Paths without wildcards, which would cost more than the rest of a line. */
const PERSONAL_FIELDS = [
  ...["request", "headers", "authorization", "cookie", "token"],
  ...["query", "variables", "values", "parameters", "email", "phone"],
];

/** Addresses of e-mail, numbers of telephones and Emirates IDs, and tokens. */
const PERSONAL_TEXT =
  /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]+)+|(?:\+|\b00)\d[\d ()-]{6,}\d|\b0[2-9]\d{7,8}\b|\b784-?\d{4}-?\d{7}-?\d\b|\bBearer\s+\S+|\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?/g;

/** Structured logs on standard error, so that standard output stays free for what a command prints. */
export function createLogger(level: string, destination: DestinationStream = pino.destination({ fd: 2, sync: true })): Logger {
  return pino(
    {
      level,
      base: {},
      timestamp: pino.stdTimeFunctions.isoTime,
      mixin: traceUnderWay,
      serializers: { err: (error: unknown) => describeError(error) },
      redact: { paths: PERSONAL_FIELDS, censor: REDACTED },
    },
    destination,
  );
}

/** Joins a line to the trace it was written in, where traces are on. */
function traceUnderWay(): { traceId?: string } {
  const context = trace.getActiveSpan()?.spanContext();
  return context && isSpanContextValid(context) ? { traceId: context.traceId } : {};
}

interface DescribedError {
  readonly type: string;
  readonly message: string;
  readonly code?: unknown;
  readonly stack?: string;
  readonly cause?: unknown;
}

/**
 * What a line tells of an error: no property but these, as errors of libraries carry statements, values and headers
 * along, and what looks like the data of a person is taken out of their words.
 */
function describeError(error: unknown, causes = MOST_CAUSES): DescribedError | string {
  if (!(error instanceof Error)) return withoutPersonalText(String(error));
  const { name, message, stack, cause } = error;
  const { code } = error as { code?: unknown };
  return {
    type: name,
    message: withoutPersonalText(message),
    ...(code !== undefined && { code }),
    ...(stack !== undefined && { stack: withoutPersonalText(stack) }),
    ...(cause !== undefined && causes > 0 && { cause: describeError(cause, causes - 1) }),
  };
}

/** How much is told of an error's words, and of the errors behind it. */
const LONGEST_TEXT = 4_000;
const MOST_CAUSES = 5;

const withoutPersonalText = (text: string): string => text.slice(0, LONGEST_TEXT).replace(PERSONAL_TEXT, REDACTED);
