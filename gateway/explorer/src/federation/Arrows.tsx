import { useEffect, useState, type RefObject } from "react";
import { arrowsOf, type Picture } from "./picture";

interface ArrowsProps {
  readonly picture: Picture;
  readonly within: RefObject<HTMLElement | null>;
}

/** The arrows of a picture, over its boxes wherever the window lets them stand. */
export function Arrows({ picture, within }: ArrowsProps) {
  const [paths, setPaths] = useState<readonly string[]>([]);
  useEffect(() => {
    const { current } = within;
    if (!current) return undefined;
    const draw = (): void => setPaths(arrowsOf(picture).flatMap(([from, to]) => pathBetween(current, from, to)));
    const watcher = new ResizeObserver(draw);
    for (const each of [current, ...current.querySelectorAll("[data-group]")]) watcher.observe(each);
    return () => watcher.disconnect();
  }, [picture, within]);
  return (
    <svg className="plan-arrows" aria-hidden="true">
      <defs>
        <marker
          id="plan-head"
          viewBox="0 0 10 10"
          refX="9"
          refY="5"
          markerWidth="9"
          markerHeight="9"
          markerUnits="userSpaceOnUse"
          orient="auto"
        >
          <path d="M0 0 L10 5 L0 10 Z" />
        </marker>
      </defs>
      {paths.map((path) => (
        <path key={path} d={path} markerEnd="url(#plan-head)" />
      ))}
    </svg>
  );
}

function pathBetween(picture: HTMLElement, from: string, to: string): string[] {
  const origin = picture.getBoundingClientRect();
  const [above, below] = [from, to].map((group) =>
    picture.querySelector(`[data-group="${CSS.escape(group)}"]`)?.getBoundingClientRect(),
  );
  if (!above || !below) return [];
  const [x1, y1] = [above.left + above.width / 2 - origin.left, above.bottom - origin.top];
  const [x2, y2] = [below.left + below.width / 2 - origin.left, below.top - origin.top];
  const bend = (y1 + y2) / 2;
  return [`M${x1} ${y1} C${x1} ${bend} ${x2} ${bend} ${x2} ${y2 - 2}`];
}
