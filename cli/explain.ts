import { ConfigurationError } from "../subgraphs/shared/configuration";
import { DISK_FULL, StartError } from "./embedded-database";

/** What Node and PostgreSQL tell of an error, where they do. */
interface Details {
  readonly code?: unknown;
  readonly syscall?: string;
  readonly address?: string;
  readonly port?: number;
  readonly path?: string;
}

/** One line for the person at the terminal: what is wrong and what to do. Undefined for a surprise. */
export function explain(error: unknown): string | undefined {
  if (error instanceof StartError || error instanceof ConfigurationError || error instanceof CommandError) return error.message;
  if (error instanceof AggregateError) return error.errors.map(explain).find((line) => line !== undefined);
  if (!(error instanceof Error)) return undefined;
  const { message } = error;
  const { code, syscall, address, port, path } = error as Details;
  switch (code) {
    case "EADDRINUSE":
      return `Port ${port} is in use. Stop what uses it, or choose another with --port.`;
    case "EADDRNOTAVAIL":
      return `This machine has no address ${address}. Check HOST.`;
    case "ERR_SOCKET_BAD_PORT":
      return "A port is a whole number from 0 to 65535. Check PORT.";
    case "ENOSPC":
    case "53100":
      return DISK_FULL;
    case "ECONNREFUSED":
      return `No PostgreSQL answers at ${address}:${port}. Check DATABASE_URL, and that the server runs.`;
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return "The host in DATABASE_URL is not known. Check its name.";
    case "28P01":
      return "The database refused the user or password in DATABASE_URL.";
    case "3D000":
      return "The database in DATABASE_URL does not exist. Create it first.";
    case "42501":
      return `The database user lacks rights: ${message}. It must own the database and be allowed to create roles (CREATEROLE).`;
    case "ENOENT":
      return `There is no file or folder ${path}.`;
    case "EACCES":
      if (syscall === "listen") return `Port ${port} needs rights this user does not have. Choose one above 1023 with --port.`;
  }
  if (typeof code === "string" && UNUSABLE_DATABASE.test(code)) return `The database cannot be used: ${message}.`;
  // Anything else that the system refuses says what it was, in one line.
  if (typeof syscall === "string" || /^The (configuration|guide) /.test(message)) return message;
  if (/timeout/i.test(message)) return "The database does not answer in time. Check DATABASE_URL, and that the server runs.";
  if (/^Connection terminated|SSL/.test(message)) return `The database cannot be reached: ${message}. Check DATABASE_URL.`;
  return undefined;
}

/** PostgreSQL's classes of errors about the server rather than a statement; 25006 is a standby that takes no writes. */
const UNUSABLE_DATABASE = /^(08|28|53|57|58)\w{3}$|^25006$/;

/** A command that cannot do what it was asked to; the message says why. */
export class CommandError extends Error {}
