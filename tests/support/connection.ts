import { connect } from "node:net";
import { once } from "node:events";

/** A bare connection to a server, for what no HTTP client would send. */
export interface Connection {
  readonly send: (bytes: string | Buffer) => void;
  /** Says that nothing more will be sent; the answer may still come. */
  readonly end: () => void;
  /** What came back, once the server has closed the connection or the time is up. */
  readonly answer: (withinMs?: number) => Promise<string>;
  readonly isOpen: () => boolean;
}

/** With `clings`, it does not close in turn when the server closes. */
export async function openConnection(url: string, { clings = false } = {}): Promise<Connection> {
  const { hostname, port } = new URL(url);
  const socket = connect({ port: Number(port), host: hostname, allowHalfOpen: clings });
  let received = "";
  socket.on("data", (chunk) => (received += chunk.toString("latin1")));
  // A server that closes while more is being sent resets the connection.
  socket.on("error", () => undefined);
  const closed = once(socket, "close").catch(() => undefined);
  await once(socket, "connect");
  return {
    send: (bytes) => void socket.write(bytes),
    end: () => void socket.end(),
    isOpen: () => !socket.destroyed,
    answer: async (withinMs = 5_000) => {
      const timer = setTimeout(() => socket.destroy(), withinMs);
      await closed;
      clearTimeout(timer);
      return received;
    },
  };
}

/** The head of a POST to the graph, without the empty line that ends it. */
export const postHead = (length: number, more = ""): string =>
  `POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n${more}`;
