/** What a tab of the explorer asks, as it may be handed on to others: of its headers, only the instant it asks about. */
export interface Question {
  readonly query: string;
  /** JSON, as it stands in the editor. */
  readonly variables: string;
  readonly operationName?: string;
  /** RFC 3339 in UTC; now, when it is not given. */
  readonly asOf?: string;
}

/** A request that can be written down for another program. */
export interface Call {
  readonly url: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
  /** Without credentials: a placeholder stands for them. */
  readonly headers: Readonly<Record<string, string>>;
}
