import type { FetchNode, PlanNode, QueryPlan } from "@apollo/query-planner";
import { Kind, parse, print, visit, type DocumentNode, type SelectionSetNode } from "graphql";

/** Something a fetch asks for: a root field or, when records are looked up by their keys, types; and what of them. */
export interface Wish {
  readonly of: readonly string[];
  readonly fields: readonly string[];
}

/** One fetch from one subgraph. */
export interface Step {
  /** From 1, in the order in which steps begin. */
  readonly number: number;
  readonly subgraph: string;
  /** From 1; the steps of a round run at the same time. */
  readonly round: number;
  /** The steps whose answers it needs. */
  readonly after: readonly number[];
  /** Where in the answer what it fetches belongs; empty at the root. */
  readonly path: readonly string[];
  /** The types of the records it looks up by their keys; empty for a fetch from the root. */
  readonly records: readonly string[];
  readonly wishes: readonly Wish[];
  /** The operation the subgraph gets. */
  readonly operation: string;
  /** The variable that decides whether it runs; absent when it always does. */
  readonly condition?: string;
}

/** A query plan as it is drawn. */
export interface Picture {
  readonly steps: readonly Step[];
}

/** What is known at a place of the plan. */
interface Place {
  readonly path: readonly string[];
  /** The numbers of the steps that end before it. */
  readonly before: readonly number[];
  readonly round: number;
  readonly condition?: string;
}

/** What a step took along while the plan is read. */
interface Draft {
  readonly step: Step;
  readonly selected: SelectionSetNode;
}

/** Turns a plan of the gateway into steps, rounds and arrows. */
export function pictureOf({ node }: QueryPlan): Picture {
  const drafts: Draft[] = [];
  if (node && node.kind !== "Subscription") addSteps(node, { path: [], before: [], round: 1 }, drafts);
  const steps = drafts.map(({ step }) => step).sort((one, other) => one.round - other.round || one.number - other.number);
  const numbers = new Map(steps.map(({ number }, index) => [number, index + 1]));
  const renumbered = (number: number): number => numbers.get(number) ?? number;
  return { steps: steps.map((step) => ({ ...step, number: renumbered(step.number), after: step.after.map(renumbered) })) };
}

/** The rounds of a picture in their order, and in each round the steps of each subgraph. */
export function roundsOf({ steps }: Picture): readonly ReadonlyMap<string, readonly Step[]>[] {
  const rounds: Map<string, Step[]>[] = [];
  for (const step of steps) {
    const round = (rounds[step.round - 1] ??= new Map<string, Step[]>());
    round.set(step.subgraph, [...(round.get(step.subgraph) ?? []), step]);
  }
  return rounds;
}

export const subgraphsOf = ({ steps }: Picture): readonly string[] => [...new Set(steps.map(({ subgraph }) => subgraph))].sort();

/** The two ends of a picture. */
export const REQUEST = "request";
export const ANSWER = "answer";

/** The fetches of one round from one subgraph: what arrows join. */
export const groupName = (round: number, subgraph: string): string => `${round} ${subgraph}`;

/** Which group hands something to which: the request to what needs nothing else, the last ones to the answer. */
export function arrowsOf(picture: Picture): readonly (readonly [string, string])[] {
  const groupOfStep = new Map(picture.steps.map(({ number, round, subgraph }) => [number, groupName(round, subgraph)]));
  const arrows = new Map<string, readonly [string, string]>();
  const add = (from: string, to: string): void => void arrows.set(`${from} > ${to}`, [from, to]);
  for (const { round, subgraph, after } of picture.steps) {
    if (after.length === 0) add(REQUEST, groupName(round, subgraph));
    for (const earlier of after) add(groupOfStep.get(earlier) ?? REQUEST, groupName(round, subgraph));
  }
  const givers = new Set([...arrows.values()].map(([from]) => from));
  roundsOf(picture).forEach((groups, index) => {
    for (const subgraph of groups.keys()) {
      const group = groupName(index + 1, subgraph);
      if (!givers.has(group)) add(group, ANSWER);
    }
  });
  return [...arrows.values()];
}

/** Adds the steps of a part of the plan, and tells the round in which the last of them runs. */
function addSteps(node: PlanNode, place: Place, drafts: Draft[]): number {
  switch (node.kind) {
    case "Fetch":
      drafts.push(draftOf(node, place, drafts));
      return place.round;
    case "Flatten":
      return addSteps(
        node.node,
        { ...place, path: [...place.path, ...node.path.map(String).filter((part) => part !== "@")] },
        drafts,
      );
    case "Parallel":
      return Math.max(place.round, ...node.nodes.map((each) => addSteps(each, place, drafts)));
    case "Sequence":
      return addInTurn(node.nodes, place, drafts);
    case "Condition":
      return Math.max(
        ...[node.ifClause, node.elseClause].map((each) =>
          each ? addSteps(each, { ...place, condition: node.condition }, drafts) : place.round,
        ),
      );
    case "Defer":
      throw new Error("The gateway does not defer.");
  }
}

function addInTurn(nodes: readonly PlanNode[], place: Place, drafts: Draft[]): number {
  let last = place.round - 1;
  let before = place.before;
  for (const node of nodes) {
    const first = drafts.length;
    last = addSteps(node, { ...place, before, round: last + 1 }, drafts);
    before = [...before, ...drafts.slice(first).map(({ step }) => step.number)];
  }
  return last;
}

function draftOf(fetch: FetchNode, { path, before, round, condition }: Place, drafts: readonly Draft[]): Draft {
  const document = parse(fetch.operation, { noLocation: true });
  const operation = withoutSpreads(document).definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  if (!operation) throw new Error(`A fetch from ${fetch.serviceName} has no operation.`);
  const looksUp = (fetch.requires ?? []).length > 0;
  const selected = looksUp ? (selectionsAt(operation.selectionSet, ["_entities"])[0] ?? emptySelection) : operation.selectionSet;
  const earlier = drafts.filter(({ step }) => before.includes(step.number));
  const needed = looksUp ? earlier.filter((draft) => reaches(draft, path)) : [];
  return {
    selected,
    step: {
      number: drafts.length + 1,
      subgraph: fetch.serviceName,
      round,
      after: (needed.length > 0 ? needed : earlier).map(({ step }) => step.number),
      path,
      records: looksUp ? wishesByType(selected).flatMap(({ of }) => of) : [],
      wishes: looksUp ? wishesByType(selected) : wishesByField(selected),
      operation: print(document),
      ...(condition !== undefined && { condition }),
    },
  };
}

const emptySelection: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: [] };

/** The same with the fields of a fragment where it is spread. */
function withoutSpreads(document: DocumentNode): DocumentNode {
  const fragments = new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  );
  return visit(document, {
    FragmentSpread: ({ name }) => {
      const fragment = fragments.get(name.value);
      if (!fragment) return undefined;
      const { typeCondition, selectionSet } = fragment;
      return { kind: Kind.INLINE_FRAGMENT, typeCondition, selectionSet };
    },
  });
}

/** Whether a step brought the records that stand at a path of the answer. */
function reaches({ step, selected }: Draft, path: readonly string[]): boolean {
  const isInside = path.length > step.path.length && step.path.every((part, index) => part === path[index]);
  return isInside && selectionsAt(selected, path.slice(step.path.length)).length > 0;
}

/** What is selected at a path of response names, through the types on the way. */
function selectionsAt({ selections }: SelectionSetNode, [name, ...rest]: readonly string[]): SelectionSetNode[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.INLINE_FRAGMENT)
      return selectionsAt(selection.selectionSet, name === undefined ? [] : [name, ...rest]);
    if (selection.kind !== Kind.FIELD || !selection.selectionSet) return [];
    if ((selection.alias ?? selection.name).value !== name) return [];
    return rest.length === 0 ? [selection.selectionSet] : selectionsAt(selection.selectionSet, rest);
  });
}

/** Types of which the same is asked stand together. */
function wishesByType({ selections }: SelectionSetNode): Wish[] {
  const wishes = new Map<string, { of: string[]; fields: string[] }>();
  for (const selection of selections) {
    if (selection.kind !== Kind.INLINE_FRAGMENT || !selection.typeCondition) continue;
    const fields = fieldNames(selection.selectionSet);
    const wish = wishes.get(fields.join()) ?? { of: [], fields };
    wish.of.push(selection.typeCondition.name.value);
    wishes.set(fields.join(), wish);
  }
  return [...wishes.values()];
}

function wishesByField({ selections }: SelectionSetNode): Wish[] {
  return selections.flatMap((selection) =>
    selection.kind === Kind.FIELD
      ? [{ of: [selection.name.value], fields: selection.selectionSet ? fieldNames(withoutPages(selection.selectionSet)) : [] }]
      : [],
  );
}

/** Of a page of a list, what is asked of its entries says more than that it has entries. */
function withoutPages(selected: SelectionSetNode): SelectionSetNode {
  const entries = selected.selections.find((selection) => selection.kind === Kind.FIELD && selection.name.value === "nodes");
  if (entries?.kind !== Kind.FIELD || !entries.selectionSet) return selected;
  return {
    ...selected,
    selections: [...entries.selectionSet.selections, ...selected.selections.filter((each) => each !== entries)],
  };
}

function fieldNames({ selections }: SelectionSetNode): string[] {
  const names = selections.flatMap((selection) =>
    selection.kind === Kind.FIELD
      ? [selection.name.value]
      : selection.kind === Kind.INLINE_FRAGMENT
        ? fieldNames(selection.selectionSet)
        : [],
  );
  return [...new Set(names)].filter((name) => name !== "__typename");
}
