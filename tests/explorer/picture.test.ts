import { join } from "node:path";
import { OperationTypeNode } from "graphql";
import type { FetchNode, PlanNode, QueryPlan } from "@apollo/query-planner";
import { planExamples } from "../../gateway/explorer/plans";
import {
  ANSWER,
  arrowsOf,
  groupName,
  pictureOf,
  REQUEST,
  roundsOf,
  subgraphsOf,
} from "../../gateway/explorer/src/federation/picture";

const examples = planExamples(join(__dirname, "../../schema"));
const example = (name: string) => {
  const found = examples.find((each) => each.name === name);
  if (!found) throw new Error(`There is no example ${name}.`);
  return found;
};

describe("the picture of an example", () => {
  test("exists for every operation of the contract", () => {
    expect(examples.length).toBeGreaterThan(20);
    for (const { name, steps } of examples) expect({ name, steps: steps.length > 0 }).toEqual({ name, steps: true });
  });

  test("tells rounds, subgraphs, and what is looked up where", () => {
    const picture = example("FlagshipServices");
    expect(roundsOf(picture).map((groups) => [...groups.keys()])).toEqual([["catalogue"], ["standards", "entities", "segments"]]);
    expect(picture.steps[0]).toMatchObject({ number: 1, round: 1, after: [], path: [], records: [] });
    expect(picture.steps.find(({ subgraph }) => subgraph === "entities")).toMatchObject({
      round: 2,
      after: [1],
      path: ["services", "nodes", "competentAuthority"],
      records: ["GovernmentEntity"],
      wishes: [{ of: ["GovernmentEntity"], fields: ["name"] }],
    });
    expect(subgraphsOf(picture)).toEqual(["catalogue", "entities", "segments", "standards"]);
  });

  test("names the fields that stand in fragments", () => {
    expect(example("SegmentTree").steps[0]?.wishes[0]?.fields).toEqual(expect.arrayContaining(["code", "name", "children"]));
  });

  test("puts types of which the same is asked together", () => {
    const sizes = example("Refetch").steps.flatMap(({ wishes }) => wishes.map(({ of }) => of.length));
    expect(Math.max(...sizes)).toBeGreaterThan(1);
  });
});

describe("arrows", () => {
  test("lead from the request through what waits for what to the answer", () => {
    expect(arrowsOf(example("FlagshipServices"))).toEqual([
      [REQUEST, groupName(1, "catalogue")],
      [groupName(1, "catalogue"), groupName(2, "standards")],
      [groupName(1, "catalogue"), groupName(2, "entities")],
      [groupName(1, "catalogue"), groupName(2, "segments")],
      [groupName(2, "standards"), ANSWER],
      [groupName(2, "entities"), ANSWER],
      [groupName(2, "segments"), ANSWER],
    ]);
  });

  test("come only from the step that brought the records", () => {
    // Two answers are fetched at the same time, and something is looked up in one of them afterwards.
    const { steps } = pictureOf(
      planOf({
        kind: "Sequence",
        nodes: [
          {
            kind: "Parallel",
            nodes: [
              fetch("catalogue", "{ services { nodes { owner { __typename id } } } }"),
              fetch("entities", "{ entity { name } }"),
            ],
          },
          {
            kind: "Flatten",
            path: ["services", "nodes", "@", "owner"],
            node: fetch(
              "entities",
              "query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Entity { name } } }",
              "Entity",
            ),
          },
        ],
      }),
    );
    expect(steps.map(({ subgraph, round, after }) => ({ subgraph, round, after }))).toEqual([
      { subgraph: "catalogue", round: 1, after: [] },
      { subgraph: "entities", round: 1, after: [] },
      { subgraph: "entities", round: 2, after: [1] },
    ]);
  });

  test("keep the turns of what runs beside something else", () => {
    const { steps } = pictureOf(
      planOf({
        kind: "Parallel",
        nodes: [
          { kind: "Sequence", nodes: [fetch("catalogue", "{ a }"), fetch("entities", "{ b }")] },
          fetch("segments", "{ c }"),
        ],
      }),
    );
    expect(steps.map(({ number, subgraph, round, after }) => ({ number, subgraph, round, after }))).toEqual([
      { number: 1, subgraph: "catalogue", round: 1, after: [] },
      { number: 2, subgraph: "segments", round: 1, after: [] },
      { number: 3, subgraph: "entities", round: 2, after: [1] },
    ]);
  });
});

test("a fetch that depends on a variable says so", () => {
  const condition: PlanNode = { kind: "Condition", condition: "full", ifClause: fetch("catalogue", "{ a }") };
  expect(pictureOf(planOf(condition)).steps).toMatchObject([{ subgraph: "catalogue", condition: "full" }]);
});

test("a plan that fetches nothing has no steps", () => {
  expect(pictureOf({ kind: "QueryPlan" }).steps).toEqual([]);
});

const planOf = (node: PlanNode): QueryPlan => ({ kind: "QueryPlan", node });

function fetch(serviceName: string, operation: string, type?: string): FetchNode {
  const requires: FetchNode["requires"] = type
    ? [{ kind: "InlineFragment", typeCondition: type, selections: [{ kind: "Field", name: "id" }] }]
    : undefined;
  return {
    kind: "Fetch",
    serviceName,
    operation,
    operationName: undefined,
    operationKind: OperationTypeNode.QUERY,
    requires,
  };
}
