import type { Box, Point } from "./layout";

/** How the drawing is seen: enlarged by `scale`, then moved so that its origin stands at `x`, `y` of the window. */
export interface View extends Point {
  readonly scale: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

const SMALLEST = 0.15;
const LARGEST = 3;
/** Below this, names cannot be read. */
const READABLE = 0.6;
const MARGIN = 24;

/** The whole drawing in the middle of the window. */
export function whole(drawing: Size, window: Size): View {
  const scale = clamped(
    Math.min((window.width - 2 * MARGIN) / drawing.width, (window.height - 2 * MARGIN) / drawing.height, 1.25),
  );
  return { scale, x: (window.width - drawing.width * scale) / 2, y: (window.height - drawing.height * scale) / 2 };
}

/** The whole drawing or, where that would be too small to read, its beginning. */
export function beginning(drawing: Size, window: Size): View {
  const view = whole(drawing, window);
  return view.scale >= READABLE ? view : { scale: READABLE, x: MARGIN, y: MARGIN };
}

/** Larger or smaller, with the point `at` of the window staying where it is. */
export function zoomed(view: View, factor: number, at: Point): View {
  const scale = clamped(view.scale * factor);
  const ratio = scale / view.scale;
  return { scale, x: at.x - (at.x - view.x) * ratio, y: at.y - (at.y - view.y) * ratio };
}

export const panned = (view: View, x: number, y: number): View => ({ ...view, x: view.x + x, y: view.y + y });

/** Moved no further than it takes to see a box. */
export function showing(view: View, box: Box, window: Size): View {
  return {
    ...view,
    x: view.x + shift(view.x + box.x * view.scale, box.width * view.scale, window.width),
    y: view.y + shift(view.y + box.y * view.scale, box.height * view.scale, window.height),
  };
}

function shift(start: number, length: number, room: number): number {
  if (start < MARGIN) return MARGIN - start;
  return Math.min(0, room - MARGIN - (start + length));
}

const clamped = (scale: number): number => Math.min(LARGEST, Math.max(SMALLEST, scale));
