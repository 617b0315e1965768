import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent, type RefObject } from "react";
import type { Box, Point } from "./layout";
import { beginning, panned, showing, whole, zoomed, type Size, type View } from "./view";

const STEP = 1.25;
const STRIDE = 80;
/** A press that moves less is a click. */
const SLACK = 4;

export interface MovableView {
  readonly view: View;
  /** Whether the press that just ended moved the drawing. */
  readonly wasDragged: () => boolean;
  readonly zoom: (factor: number) => void;
  readonly showAll: () => void;
  readonly show: (box: Box) => void;
  readonly handlers: {
    readonly onPointerDown: (event: PointerEvent) => void;
    readonly onPointerMove: (event: PointerEvent) => void;
    readonly onPointerUp: (event: PointerEvent) => void;
    readonly onPointerCancel: (event: PointerEvent) => void;
    readonly onKeyDown: (event: KeyboardEvent) => void;
  };
}

/** A view that mouse, fingers, wheel and keys move, of a drawing in an element. */
export function useView(element: RefObject<Element | null>, drawing: Size): MovableView {
  const [view, setView] = useState<View>({ x: 0, y: 0, scale: 1 });
  const pointers = useRef(new Map<number, Point>());
  const dragged = useRef(false);

  const room = (): Size => {
    const { width = 0, height = 0 } = element.current?.getBoundingClientRect() ?? {};
    return { width, height };
  };
  const centre = (): Point => ({ x: room().width / 2, y: room().height / 2 });
  const inside = ({ clientX, clientY }: { clientX: number; clientY: number }): Point => {
    const { left = 0, top = 0 } = element.current?.getBoundingClientRect() ?? {};
    return { x: clientX - left, y: clientY - top };
  };

  useEffect(() => setView(beginning(drawing, room())), [drawing]);

  // React listens to wheels without being allowed to keep the page from scrolling.
  useEffect(() => {
    const { current } = element;
    const onWheel = (event: Event): void => {
      if (!(event instanceof WheelEvent)) return;
      event.preventDefault();
      setView((before) => zoomed(before, Math.exp(-event.deltaY / 400), inside(event)));
    };
    current?.addEventListener("wheel", onWheel, { passive: false });
    return () => current?.removeEventListener("wheel", onWheel);
  }, [element]);

  function onPointerMove(event: PointerEvent): void {
    const { current: pressed } = pointers;
    const before = pressed.get(event.pointerId);
    if (!before) return;
    const now = inside(event);
    if (!dragged.current && distance(before, now) < SLACK) return;
    if (!dragged.current) event.currentTarget.setPointerCapture(event.pointerId);
    dragged.current = true;
    const other = [...pressed].find(([id]) => id !== event.pointerId)?.[1];
    pressed.set(event.pointerId, now);
    setView((seen) =>
      other
        ? zoomed(seen, distance(other, now) / distance(other, before), other)
        : panned(seen, now.x - before.x, now.y - before.y),
    );
  }

  const onPointerUp = (event: PointerEvent): void => void pointers.current.delete(event.pointerId);

  const keys: Readonly<Record<string, () => void>> = {
    "+": () => zoom(STEP),
    "=": () => zoom(STEP),
    "-": () => zoom(1 / STEP),
    "0": showAll,
    ArrowLeft: () => setView((before) => panned(before, STRIDE, 0)),
    ArrowRight: () => setView((before) => panned(before, -STRIDE, 0)),
    ArrowUp: () => setView((before) => panned(before, 0, STRIDE)),
    ArrowDown: () => setView((before) => panned(before, 0, -STRIDE)),
  };

  function zoom(factor: number): void {
    setView((before) => zoomed(before, factor, centre()));
  }

  function showAll(): void {
    setView(whole(drawing, room()));
  }

  return {
    view,
    wasDragged: () => dragged.current,
    zoom,
    showAll,
    show: (box) => setView((before) => showing(before, box, room())),
    handlers: {
      onPointerDown: (event) => {
        dragged.current = false;
        pointers.current.set(event.pointerId, inside(event));
      },
      onPointerMove,
      onPointerUp,
      onPointerCancel: onPointerUp,
      onKeyDown: (event) => {
        const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
        if (!act) return;
        event.preventDefault();
        act();
      },
    },
  };
}

const distance = (one: Point, other: Point): number => Math.hypot(one.x - other.x, one.y - other.y);
