import { readFileSync } from "node:fs";
import { join } from "node:path";
import { entrancesTo, graphOf, neighboursOf, searchTypes, type Edge, type Graph } from "../../gateway/explorer/src/map/graph";
import { layOut, type Box } from "../../gateway/explorer/src/map/layout";
import { beginning, panned, showing, whole, zoomed } from "../../gateway/explorer/src/map/view";
import { homeOf, readSupergraph } from "../../gateway/explorer/src/supergraph/ownership";

const supergraph = readSupergraph(readFileSync(join(__dirname, "../../schema/supergraph.graphql"), "utf8"));
const records = graphOf(supergraph, false);
const everything = graphOf(supergraph, true);

const edge = (graph: Graph, from: string, to: string): Edge | undefined =>
  graph.edges.find((each) => each.from === from && each.to === to);

describe("the graph of the map", () => {
  test("has the records, in the order of their subgraphs", () => {
    expect(records.types.every(({ role }) => role === "record")).toBe(true);
    expect(records.types.map(homeOf)).toEqual(records.types.map(homeOf).sort());
    expect(records.types.map(({ name }) => name)).toEqual(expect.arrayContaining(["Service", "GovernmentEntity", "Guide"]));
  });

  test("has the values too when they are wanted, and never the pages of lists", () => {
    const names = everything.types.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["Service", "Fee", "LocalizedText"]));
    expect(names.filter((name) => /(Connection|Edge)$|^PageInfo$|^Query$/.test(name))).toEqual([]);
  });

  test("leads by a field to one record", () => {
    expect(edge(records, "Service", "GovernmentEntity")?.ways).toContainEqual({ path: ["competentAuthority"], isPlural: false });
  });

  test("leads through the pages of a list to many", () => {
    expect(edge(records, "LegalResource", "Service")).toMatchObject({
      ways: [{ path: ["services"], isPlural: true }],
      isIndirect: false,
    });
  });

  test("leads through a choice to each of its members", () => {
    for (const member of supergraph.types.get("StandardSubject")?.members ?? []) {
      expect(edge(records, "Assessment", member)?.ways).toContainEqual({ path: ["subject"], isPlural: false });
    }
  });

  test("leads through a value that is not drawn, and says so", () => {
    expect(edge(records, "Journey", "CodeListItem")).toMatchObject({
      ways: [{ path: ["participants", "role"], isPlural: true }],
      isIndirect: true,
    });
    expect(edge(everything, "Journey", "CodeListItem")).toBeUndefined();
    expect(edge(everything, "Journey", "Participation")?.isIndirect).toBe(false);
  });

  test("marks what leads to values that nearly everything uses", () => {
    expect(edge(everything, "Service", "LocalizedText")?.isCommon).toBe(true);
    expect(edge(everything, "Service", "Fee")?.isCommon).toBe(false);
  });

  test("knows the neighbours of a type and the root fields that answer it", () => {
    expect([...neighboursOf(records.edges, "CodeList")]).toEqual(["CodeListItem"]);
    expect(entrancesTo(supergraph, "Service").map(({ name }) => name)).toEqual(["service", "serviceByCode", "services"]);
  });

  test("finds types by a part of their name, those that begin with it first", () => {
    const names = searchTypes(records.types, " Code").map(({ name }) => name);
    expect(names).toEqual(["CodeList", "CodeListItem"]);
    expect(searchTypes(records.types, "centre").map(({ name }) => name)).toEqual(["ServiceCentre"]);
    expect(searchTypes(everything.types, "standard")[0]?.name).not.toBe("ServiceStandard");
    expect(searchTypes(records.types, "")).toEqual([]);
  });
});

describe("the layout", () => {
  test.each([
    ["records on a wide window", records, 1.9],
    ["records on a narrow window", records, 0.7],
    ["everything", everything, 1.9],
  ])("of %s puts each type into the region of its subgraph, and nothing over anything else", (_, graph, proportion) => {
    const { types, regions, lines, size } = layOut(graph, proportion);
    expect(types.size).toBe(graph.types.length);
    expect(overlaps([...types.values()])).toBe(false);
    expect(overlaps([...regions.values()])).toBe(false);
    for (const type of graph.types) {
      const region = regions.get(homeOf(type));
      const box = types.get(type.name);
      expect(region && box && isInside(box, region)).toBe(true);
    }
    expect(lines.length).toBeGreaterThan(0);
    expect([...regions.values()].every((box) => isInside(box, { x: 0, y: 0, ...size }))).toBe(true);
  });

  test("draws one line for what leads there and back", () => {
    const { lines } = layOut(records, 1.9);
    const between = lines.filter(({ one, other }) => [one, other].sort().join() === "CodeList,CodeListItem");
    expect(between).toHaveLength(1);
    expect(between[0]).toMatchObject({ there: { ways: [{ path: ["items"] }] }, back: { ways: [{ path: ["list"] }] } });
  });
});

describe("the view", () => {
  const drawing = { width: 2000, height: 1000 };
  const room = { width: 1000, height: 800 };

  test("shows the whole drawing in the middle", () => {
    const { x, y, scale } = whole(drawing, room);
    expect(x).toBeGreaterThan(0);
    expect(x + drawing.width * scale).toBeCloseTo(room.width - x);
    expect(y + drawing.height * scale).toBeCloseTo(room.height - y);
  });

  test("begins readable where the whole would be too small", () => {
    expect(beginning(drawing, room).scale).toBeGreaterThan(whole(drawing, room).scale);
    expect(beginning({ width: 500, height: 400 }, room)).toEqual(whole({ width: 500, height: 400 }, room));
  });

  test("keeps what is under the pointer there while it zooms, and stops at its ends", () => {
    const view = { x: -100, y: 50, scale: 0.8 };
    const at = { x: 400, y: 300 };
    const closer = zoomed(view, 1.5, at);
    expect((at.x - closer.x) / closer.scale).toBeCloseTo((at.x - view.x) / view.scale);
    expect((at.y - closer.y) / closer.scale).toBeCloseTo((at.y - view.y) / view.scale);
    expect(zoomed(view, 1000, at).scale).toBe(3);
  });

  test("moves no further than it takes to see a box", () => {
    const view = { x: 0, y: 0, scale: 1 };
    expect(showing(view, { x: 300, y: 300, width: 100, height: 40 }, room)).toEqual(view);
    const moved = showing(view, { x: 1500, y: 300, width: 100, height: 40 }, room);
    expect(moved).toMatchObject({ y: 0 });
    expect(1600 + moved.x).toBeLessThan(room.width);
    expect(showing(panned(view, -900, 0), { x: 300, y: 300, width: 100, height: 40 }, room).x).toBeGreaterThan(-300);
  });
});

function overlaps(boxes: readonly Box[]): boolean {
  return boxes.some((one, index) =>
    boxes
      .slice(index + 1)
      .some(
        (other) =>
          one.x < other.x + other.width &&
          other.x < one.x + one.width &&
          one.y < other.y + other.height &&
          other.y < one.y + one.height,
      ),
  );
}

function isInside(box: Box, { x, y, width, height }: Box): boolean {
  return box.x >= x && box.y >= y && box.x + box.width <= x + width && box.y + box.height <= y + height;
}
