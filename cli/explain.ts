import { ConfigurationError } from "../subgraphs/shared/configuration";
import { StartError } from "./embedded-database";

/** One line for the person at the terminal: what is wrong and what to do. Undefined for a surprise. */
export function explain(error: unknown): string | undefined {
  if (error instanceof StartError || error instanceof ConfigurationError || error instanceof CommandError) return error.message;
  if (error instanceof AggregateError) return error.errors.map(explain).find((line) => line !== undefined);
  if (!(error instanceof Error)) return undefined;
  const { code, port, address } = error as { code?: string; port?: number; address?: string };
  const { syscall } = error as { syscall?: string };
  switch (code) {
    case "EADDRINUSE":
      return `Port ${port} is in use. Stop what uses it, or choose another with --port.`;
    case "EACCES":
      return syscall === "listen" ? `Port ${port} needs rights this user does not have. Choose one above 1023 with --port.` : error.message;
    case "ENOSPC":
    case "53100":
      return "The disk is full. Free some space and start again.";
    case "ECONNREFUSED":
      return `No PostgreSQL answers at ${address}:${port}. Check DATABASE_URL, and that the server runs.`;
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return "The host in DATABASE_URL is not known. Check its name.";
    case "28P01":
    case "28000":
      return "The database refused the user or password in DATABASE_URL.";
    case "3D000":
      return "The database in DATABASE_URL does not exist. Create it first.";
    case "42501":
      return `The database user lacks rights: ${error.message}. It must own the database and be allowed to create roles (CREATEROLE).`;
    case "ENOENT":
      return error.message;
  }
  if (/needs PostgreSQL/.test(error.message)) return error.message;
  if (/timeout/i.test(error.message)) return "The database does not answer in time. Check DATABASE_URL, and that the server runs.";
  return undefined;
}

/** A command that cannot do what it was asked to; the message says why. */
export class CommandError extends Error {}
