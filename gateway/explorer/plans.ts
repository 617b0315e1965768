import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { operationFromDocument, Supergraph } from "@apollo/federation-internals";
import { QueryPlanner } from "@apollo/query-planner";
import { parse } from "graphql";
import type { Plugin } from "vite";
import { parseExample, type Example } from "../../schema/examples";
import { pictureOf, type Picture } from "./src/federation/picture";

/** An example operation with the plan by which the gateway answers it. */
export interface PlannedExample extends Omit<Example, "variables">, Picture {}

/** Folders of the contract whose files are downloaded one by one. */
export type ContractFiles = Readonly<Record<"operations" | "records" | "subgraphs", readonly string[]>>;

/** What pages import that no file holds: it is made from the contract when they are built. */
const MODULES: Readonly<Record<string, (contract: string) => string>> = {
  "virtual:plans": (contract) => `export const plans = ${JSON.stringify(planExamples(contract))};`,
  "virtual:contract-files": (contract) => `export const contractFiles = ${JSON.stringify(listFiles(contract))};`,
};
/** The mark by which other plugins leave a module alone. */
const OURS = "\0";

/** Plans every example of the contract as the gateway does. */
export function planExamples(contract: string): PlannedExample[] {
  const supergraph = Supergraph.build(readFileSync(join(contract, "supergraph.graphql"), "utf8"));
  const planner = new QueryPlanner(supergraph);
  return examplesOf(contract).map(({ name, audience, title, description, query }) => {
    const plan = planner.buildQueryPlan(operationFromDocument(supergraph.apiSchema(), parse(query)));
    return { name, audience, title, description, query, ...pictureOf(plan) };
  });
}

/** Plans the examples and lists the files of the contract while the pages are built, so that no browser has to. */
export function plans(contract: string): Plugin {
  return {
    name: "plans",
    resolveId: (id) => (id in MODULES ? OURS + id : undefined),
    load: (id) => (id.startsWith(OURS) ? MODULES[id.slice(OURS.length)]?.(contract) : undefined),
  };
}

function listFiles(contract: string): ContractFiles {
  const files = (folder: string): string[] => readdirSync(join(contract, folder)).sort();
  return { operations: files("operations"), records: files("records"), subgraphs: files("subgraphs") };
}

function examplesOf(contract: string): Example[] {
  return listFiles(contract).operations.map((file) => parseExample(readFileSync(join(contract, "operations", file), "utf8")));
}
