import { badUserInput } from "../shared/errors";

/**
 * A cursor of the change feed: a place in the change log. There is one log in one order, so a cursor holds for the feed
 * with any filter, and a follower may go on with it as a list, as a stream of events or by webhook.
 */
export const cursorOf = (position: string): string => Buffer.from(`change:${position}`).toString("base64url");

const FORM = /^change:(0|[1-9]\d{0,17})$/;

/** The position in the log that a cursor names. */
export function positionOf(cursor: string): string {
  const position = FORM.exec(Buffer.from(cursor, "base64url").toString("utf8"))?.[1];
  if (position === undefined || cursorOf(position) !== cursor)
    throw badUserInput("The cursor in `after` is malformed. Use a cursor that the change feed returned.");
  return position;
}
