import type { GraphQLFormattedError } from "graphql";

/** What else a refusal says, and the headers that go with it. */
interface RefusalDetails {
  readonly extensions?: Readonly<Record<string, unknown>>;
  readonly locations?: GraphQLFormattedError["locations"];
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * A request that is not carried out: an HTTP status, and a GraphQL error with a stable code that tells the client what
 * to do instead. Nothing in it comes from inside.
 */
export class Refusal extends Error {
  readonly headers: Readonly<Record<string, string>>;
  readonly formatted: GraphQLFormattedError;

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    { extensions, locations, headers = {} }: RefusalDetails = {},
  ) {
    super(message);
    this.name = "Refusal";
    this.headers = headers;
    this.formatted = { message, ...(locations && { locations }), extensions: { code, ...extensions } };
  }

  get body(): string {
    return JSON.stringify({ errors: [this.formatted] });
  }
}

/** The request itself is malformed. */
export const badRequest = (message: string): Refusal => new Refusal(400, "BAD_REQUEST", message);

/** A value that came with the request is wrong. */
export const badUserInput = (message: string): Refusal => new Refusal(400, "BAD_USER_INPUT", message);
