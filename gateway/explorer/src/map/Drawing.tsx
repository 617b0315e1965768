import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from "react";
import { useSay, type Words } from "../shared/language";
import { Subgraph } from "../supergraph/Subgraph";
import { homeOf, type TypeOfGuide } from "../supergraph/ownership";
import { neighboursOf, type Edge, type Graph } from "./graph";
import { layOut, middle, type Box, type Line } from "./layout";
import { useView } from "./useView";

interface DrawingProps {
  readonly graph: Graph;
  readonly chosen: TypeOfGuide | undefined;
}

const HELP: Words = {
  ar: "اسحب للتحريك، وأدر العجلة أو اضغط + و− للتكبير والتصغير، و0 لعرض الخريطة كاملة، والأسهم للتنقل. ينتقل مفتاح Tab من نوع إلى نوع، ويفتحه Enter، ويغلقه Escape.",
  en: "Drag to move; wheel, + and − to zoom, 0 to see everything, arrows to move. Tab goes from type to type, Enter opens it, Escape closes it.",
};

const proportion = (): number => (matchMedia("(max-width: 48rem)").matches ? 0.7 : 1.9);

/** The map itself. The drawing reads from left to right in every language, as the names in it do. */
export function Drawing({ graph, chosen }: DrawingProps) {
  const say = useSay();
  const svg = useRef<SVGSVGElement>(null);
  const layout = useMemo(() => layOut(graph, proportion()), [graph]);
  const { view, wasDragged, zoom, showAll, show, handlers } = useView(svg, layout.size);
  const [pointedAt, setPointedAt] = useState<string>();
  const centre = pointedAt ?? chosen?.name;
  const neighbours = useMemo(() => neighboursOf(graph.edges, centre ?? ""), [graph, centre]);
  const place = chosen && layout.types.get(chosen.name);
  useEffect(() => {
    if (place) show(place);
    // The view moves to a type when it is chosen, and is the reader's own after that.
  }, [place]);

  return (
    <div className="drawing" dir="ltr" onKeyDown={handlers.onKeyDown}>
      <svg
        ref={svg}
        role="group"
        aria-label={say({ ar: "خريطة أنواع الدليل", en: "Map of the types of the guide" })}
        aria-describedby="drawing-help"
        onPointerDown={handlers.onPointerDown}
        onPointerMove={handlers.onPointerMove}
        onPointerUp={handlers.onPointerUp}
        onPointerCancel={handlers.onPointerCancel}
      >
        <Arrowheads />
        <g transform={`translate(${view.x} ${view.y}) scale(${view.scale})`}>
          {[...layout.regions].map(([name, box]) => (
            <Region key={name} name={name} box={box} />
          ))}
          {layout.lines.map((line) => (
            <LineOfMap key={`${line.one} ${line.other}`} line={line} centre={centre} />
          ))}
          {graph.types.map((type) => {
            const box = layout.types.get(type.name);
            return (
              box && (
                <TypeOfMap
                  key={type.name}
                  type={type}
                  box={box}
                  isChosen={type.name === chosen?.name}
                  isQuiet={centre !== undefined && centre !== type.name && !neighbours.has(type.name)}
                  leadsToItself={graph.edges.some(({ from, to }) => from === type.name && to === type.name)}
                  open={() => {
                    if (!wasDragged()) location.hash = type.name;
                  }}
                  onPoint={(isPointed) => setPointedAt(isPointed ? type.name : undefined)}
                  onFocus={() => show(box)}
                />
              )
            );
          })}
        </g>
      </svg>
      <div className="drawing-buttons" role="group" aria-label={say({ ar: "العرض", en: "View" })}>
        <button type="button" className="button" aria-label={say({ ar: "تكبير", en: "Zoom in" })} onClick={() => zoom(1.25)}>
          +
        </button>
        <button type="button" className="button" aria-label={say({ ar: "تصغير", en: "Zoom out" })} onClick={() => zoom(0.8)}>
          −
        </button>
        <button type="button" className="button" onClick={showAll}>
          {say({ ar: "الكل", en: "All" })}
        </button>
      </div>
      <p id="drawing-help" className="drawing-help" dir="auto">
        {say(HELP)}
      </p>
    </div>
  );
}

function Region({ name, box }: { readonly name: string; readonly box: Box }) {
  return (
    <g className="region" data-subgraph={name} aria-hidden="true">
      <rect {...box} rx="10" />
      <foreignObject x={box.x + 14} y={box.y + 10} width={box.width - 20} height="32">
        <Subgraph name={name} />
      </foreignObject>
    </g>
  );
}

interface TypeOfMapProps {
  readonly type: TypeOfGuide;
  readonly box: Box;
  readonly isChosen: boolean;
  readonly isQuiet: boolean;
  readonly leadsToItself: boolean;
  readonly open: () => void;
  readonly onPoint: (isPointed: boolean) => void;
  readonly onFocus: () => void;
}

function TypeOfMap({ type, box, isChosen, isQuiet, leadsToItself, open, onPoint, onFocus }: TypeOfMapProps) {
  const centre = middle(box);
  const openByKey = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    open();
  };
  return (
    <g
      id={`type-${type.name}`}
      className="type"
      data-subgraph={homeOf(type)}
      data-chosen={isChosen}
      data-quiet={isQuiet}
      data-role={type.role}
      role="button"
      tabIndex={0}
      aria-pressed={isChosen}
      aria-label={`${type.name}, ${type.owners.join(", ")}`}
      onClick={open}
      onKeyDown={openByKey}
      onFocus={onFocus}
      onPointerEnter={() => onPoint(true)}
      onPointerLeave={() => onPoint(false)}
    >
      <rect {...box} rx={type.role === "record" ? 4 : box.height / 2} />
      <text x={centre.x} y={centre.y} dominantBaseline="central" textAnchor="middle">
        {leadsToItself ? `${type.name} ↻` : type.name}
      </text>
    </g>
  );
}

function LineOfMap({ line, centre }: { readonly line: Line; readonly centre: string | undefined }) {
  const { one, other, there, back, path } = line;
  const touches = centre === one || centre === other;
  if (!touches && (there?.isCommon ?? back?.isCommon)) return null;
  const tone = touches ? "strong" : "plain";
  const isIndirect = (there?.isIndirect ?? true) && (back?.isIndirect ?? true);
  return (
    <path
      className="line"
      d={path}
      data-tone={tone}
      data-quiet={centre !== undefined && !touches}
      data-indirect={isIndirect}
      markerEnd={there && arrowhead(there, tone)}
      markerStart={back && arrowhead(back, tone)}
      aria-hidden="true"
    />
  );
}

const arrowhead = ({ ways }: Edge, tone: string): string =>
  `url(#${ways.some(({ isPlural }) => isPlural) ? "many" : "one"}-${tone})`;

/** A single head leads to one, a double head to many. */
function Arrowheads() {
  return (
    <defs>
      {["plain", "strong"].flatMap((tone) =>
        [
          { name: "one", path: "M1 1 L8 5 L1 9" },
          { name: "many", path: "M1 1 L8 5 L1 9 M7 1 L14 5 L7 9" },
        ].map(({ name, path }) => (
          <marker
            key={`${name}-${tone}`}
            id={`${name}-${tone}`}
            className="arrowhead"
            data-tone={tone}
            viewBox="0 0 15 10"
            refX={name === "one" ? 8 : 14}
            refY="5"
            markerWidth="15"
            markerHeight="10"
            markerUnits="userSpaceOnUse"
            orient="auto-start-reverse"
          >
            <path d={path} />
          </marker>
        )),
      )}
    </defs>
  );
}
