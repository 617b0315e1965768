import { Graph as Drawing, layout, type GraphLabel } from "@dagrejs/dagre";
import { homeOf } from "../supergraph/ownership";
import type { Edge, Graph } from "./graph";

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A rectangle by its upper left corner. */
export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** One line between two types, for what leads there and what leads back. */
export interface Line {
  readonly one: string;
  readonly other: string;
  readonly there: Edge | undefined;
  readonly back: Edge | undefined;
  /** An SVG path. */
  readonly path: string;
}

/** Where everything stands: the types of each subgraph together in a region of its own. */
export interface Layout {
  readonly size: { readonly width: number; readonly height: number };
  readonly regions: ReadonlyMap<string, Box>;
  readonly types: ReadonlyMap<string, Box>;
  readonly lines: readonly Line[];
}

interface Region {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** Within the region. */
  readonly types: ReadonlyMap<string, Box>;
}

const TYPE_HEIGHT = 38;
const CHARACTER_WIDTH = 8.6;
/** Beside the name, with room for the sign of a type that leads to itself. */
const TYPE_PADDING = 42;
const REGION_MARGIN = 26;
/** Room for the name of the region. */
const REGION_HEAD = 34;
const GAP = 70;

/** Lays types out for a window of a proportion, width to height. */
export function layOut(graph: Graph, proportion: number): Layout {
  const regions = [...new Set(graph.types.map(homeOf))].map((name) => layOutRegion(name, graph, proportion));
  const placed = packed(regions, proportion);
  const types = new Map(
    regions.flatMap(({ name, types: inside }) =>
      [...inside].map(([type, box]) => [type, moved(box, placed.get(name) ?? { x: 0, y: 0 })] as const),
    ),
  );
  return { size: extent([...placed.values()]), regions: placed, types, lines: linesOf(graph.edges, types) };
}

/** The types of one subgraph, by what leads from one to another inside it. */
function layOutRegion(name: string, graph: Graph, proportion: number): Region {
  const drawing = new Drawing<GraphLabel, Box, object>();
  drawing.setGraph({
    rankdir: proportion < 1 ? "TB" : "LR",
    nodesep: 20,
    ranksep: 56,
    marginx: REGION_MARGIN,
    marginy: REGION_MARGIN,
  });
  const inside = graph.types.filter((type) => homeOf(type) === name);
  for (const { name: type } of inside) {
    drawing.setNode(type, { x: 0, y: 0, width: type.length * CHARACTER_WIDTH + TYPE_PADDING, height: TYPE_HEIGHT });
  }
  for (const { from, to, isCommon } of graph.edges) {
    if (from !== to && !isCommon && drawing.hasNode(from) && drawing.hasNode(to)) drawing.setEdge(from, to, {});
  }
  layout(drawing);
  const types = new Map(
    inside.map(({ name: type }) => {
      const { x, y, width, height } = drawing.node(type);
      return [type, { x: x - width / 2, y: y - height / 2 + REGION_HEAD, width, height }];
    }),
  );
  const { width, height } = extent([...types.values()]);
  return { name, width: width + REGION_MARGIN, height: height + REGION_MARGIN, types };
}

/** Regions in rows, as wide as brings the whole nearest to the proportion. */
function packed(regions: readonly Region[], proportion: number): ReadonlyMap<string, Box> {
  const tallestFirst = [...regions].sort((one, other) => other.height - one.height);
  const widths = regions.map(({ width }) => width);
  const widest = Math.max(0, ...widths);
  const whole = widths.reduce((sum, width) => sum + width + GAP, 0);
  const limits = Array.from({ length: 20 }, (_, step) => widest + ((whole - widest) * step) / 19);
  const mismatch = (placed: ReadonlyMap<string, Box>): number => {
    const { width, height } = extent([...placed.values()]);
    return Math.abs(Math.log(width / height / proportion));
  };
  return limits
    .map((limit) => inRows(tallestFirst, limit))
    .reduce((best, next) => (mismatch(next) < mismatch(best) ? next : best));
}

/** Each region goes to the first row that has room for it. */
function inRows(regions: readonly Region[], limit: number): ReadonlyMap<string, Box> {
  const rows: { width: number; y: number; height: number }[] = [];
  const placed = new Map<string, Box>();
  for (const { name, width, height } of regions) {
    let row = rows.find((each) => each.width + width <= limit && each.height >= height);
    if (!row) {
      const last = rows.at(-1);
      row = { width: 0, y: last ? last.y + last.height + GAP : 0, height };
      rows.push(row);
    }
    placed.set(name, { x: row.width, y: row.y, width, height });
    row.width += width + GAP;
  }
  return placed;
}

function linesOf(edges: readonly Edge[], types: ReadonlyMap<string, Box>): Line[] {
  const isFirst = ({ from, to }: Edge): boolean => from < to || !edges.some((edge) => edge.from === to && edge.to === from);
  return edges.filter(isFirst).flatMap((there) => {
    const one = types.get(there.from);
    const other = types.get(there.to);
    if (!one || !other || one === other) return [];
    const back = edges.find(({ from, to }) => from === there.to && to === there.from);
    return [{ one: there.from, other: there.to, there, back, path: curve(one, other) }];
  });
}

/** From the side of one box that looks at the other, bending once, to the side of the other. */
function curve(one: Box, other: Box): string {
  const from = middle(one);
  const to = middle(other);
  const apartX = Math.abs(to.x - from.x) - (one.width + other.width) / 2;
  const apartY = Math.abs(to.y - from.y) - (one.height + other.height) / 2;
  if (apartX > apartY) {
    const way = Math.sign(to.x - from.x);
    const [x1, x2] = [from.x + (way * one.width) / 2, to.x - (way * other.width) / 2];
    const bend = (x1 + x2) / 2;
    return `M${numbers(x1, from.y)} C${numbers(bend, from.y, bend, to.y, x2, to.y)}`;
  }
  const way = Math.sign(to.y - from.y);
  const [y1, y2] = [from.y + (way * one.height) / 2, to.y - (way * other.height) / 2];
  const bend = (y1 + y2) / 2;
  return `M${numbers(from.x, y1)} C${numbers(from.x, bend, to.x, bend, to.x, y2)}`;
}

const numbers = (...values: readonly number[]): string => values.map((value) => value.toFixed(1)).join(" ");

export const middle = ({ x, y, width, height }: Box): Point => ({ x: x + width / 2, y: y + height / 2 });

const moved = (box: Box, by: Point): Box => ({ ...box, x: box.x + by.x, y: box.y + by.y });

function extent(boxes: readonly Box[]): { width: number; height: number } {
  return {
    width: Math.max(0, ...boxes.map(({ x, width }) => x + width)),
    height: Math.max(0, ...boxes.map(({ y, height }) => y + height)),
  };
}
