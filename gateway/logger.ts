import pino, { type Logger } from "pino";

/** Structured logs on standard error, so that standard output stays free for what a command prints. */
export function createLogger(level: string): Logger {
  return pino({ level, base: {}, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination({ fd: 2, sync: true }));
}
