import { readFileSync } from "node:fs";
import { ApolloGateway, RemoteGraphQLDataSource } from "@apollo/gateway";
import { ApolloServer } from "@apollo/server";
import { startStandaloneServer } from "@apollo/server/standalone";

/** The gateway as its makers document it, with every setting as it comes: what the guide's own is measured against. */
const [supergraph = "", port = "", ...pairs] = process.argv.slice(2);
const urls = new Map(pairs.map((pair) => pair.split(/=(.*)/s).slice(0, 2) as [string, string]));

const gateway = new ApolloGateway({
  supergraphSdl: readFileSync(supergraph, "utf8"),
  buildService: ({ name }) => new RemoteGraphQLDataSource({ url: urls.get(name) ?? "" }),
});

startStandaloneServer(new ApolloServer({ gateway }), { listen: { host: "127.0.0.1", port: Number(port) } }).catch(
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exit(1);
  },
);
