/** Records as their authors write them, with no more than a test needs. */

const text = (en: string) => ({ ar: "نص", en });

export const aConcept = (code: string, valueType = "NUMBER", options: string[] = []) => ({
  __typename: "InformationConcept",
  code,
  question: text(`${code}?`),
  valueType,
  options: options.map((option) => ({ code: option, label: text(option) })),
});

export const aSegment = (code: string, more: object = {}) => ({
  __typename: "CustomerSegment",
  code,
  name: text(code),
  definition: text(`Those of ${code}.`),
  party: "INDIVIDUAL",
  ...more,
});

export const aRequirement = (code: string, expression: object, more: object = {}) => ({
  __typename: "Requirement",
  code,
  name: text(code),
  expression,
  ...more,
});
