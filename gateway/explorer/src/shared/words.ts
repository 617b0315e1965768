export const LANGUAGES = ["ar", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Something the pages say, in both of their languages. */
export type Words = Readonly<Record<Language, string>>;
