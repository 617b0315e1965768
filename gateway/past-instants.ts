import { LRUCache } from "lru-cache";
import { type Ask, ownQuestion } from "./own-questions";
import { badUserInput } from "./refusal";
import { instantOf } from "./request";

/** The past instant that a request reads. */
export interface PastInstant {
  readonly instant: Date;
  /** The edition of the guide, by code, where it was named by one. */
  readonly edition?: string;
}

const EDITION = ownQuestion("query InstantOfEdition($code: Code!) { guideEdition(code: $code) { instant } }");
/** The form of a code; an instant has colons. */
const CODE = /^[A-Z0-9]+([-_.][A-Z0-9]+)*$/;
const LONGEST_CODE = 64;
const REMEMBERED = 1_000;
const DEADLINE_MS = 3_000;

/** Reads `Guide-As-Of`: an instant, or the code of an edition of the guide, which names one. */
export class PastInstants {
  /** An edition never changes, so each is asked for once; a code that is none may become one. */
  readonly #editions = new LRUCache<string, Date>({ max: REMEMBERED });

  constructor(private readonly ask: Ask) {}

  /** What the header names; undefined where it is not sent. */
  async named(header: string | string[] | undefined): Promise<PastInstant | undefined> {
    const text = header?.toString();
    if (text === undefined || !CODE.test(text) || text.length > LONGEST_CODE) {
      const instant = instantOf(text);
      return instant && { instant };
    }
    const instant = this.#editions.get(text) ?? (await this.#ofEdition(text));
    return { instant, edition: text };
  }

  async #ofEdition(code: string): Promise<Date> {
    const { data } = await this.ask<{ guideEdition: { instant: string } | null }>(
      EDITION,
      { code },
      AbortSignal.timeout(DEADLINE_MS),
    );
    if (!data.guideEdition)
      throw badUserInput(
        `\`Guide-As-Of\` names "${code}", and there is no edition of the guide with this code. Use a \`code\` of \`guideEditions\`, or an RFC 3339 instant such as "2026-01-31T12:00:00Z".`,
      );
    const instant = new Date(data.guideEdition.instant);
    this.#editions.set(code, instant);
    return instant;
  }
}
