import Ajv2020, { type ErrorObject, type ValidateFunction } from "ajv/dist/2020";
import addFormats from "ajv-formats";
import {
  type DocumentClass,
  jsonSchema,
  propertiesOf,
  type PropertySpec,
  type PublishedRecord,
  type SchemaSettings,
  type Texts,
} from "../../../schema/vocabulary";
import type { Queryable } from "../database";
import { type Kind, typenameOf } from "./kind";
import { describeRules, severityOf } from "./rules/described";

/** An error keeps a record out of the guide, a warning needs a reason to be published with, a suggestion needs nothing. */
export type Severity = "ERROR" | "WARNING" | "SUGGESTION";

/** One thing wrong with a record, told so that its author can mend it, in Arabic and English. */
export interface Problem {
  /** A stable code of the rule. */
  readonly code: string;
  readonly severity: Severity;
  /** Where in the record, as a JSON path such as `$.fees[0].amount`. */
  readonly path: string;
  readonly message: Texts;
  readonly remedy: Texts;
}

/** What rules may ask about other records. */
export interface RuleContext {
  /** A record of the same subgraph: as it is about to be published, or as it is live; undefined when there is none. */
  readonly find: <T extends PublishedRecord>(type: DocumentClass<T>, code: string) => Promise<T | undefined>;
  /** The day it is in the guide's time zone, such as 2026-11-22. */
  readonly today: string;
}

/** What rules may ask that look at many records at once. */
export interface SurveyContext extends RuleContext {
  /** The database of the kind's subgraph. */
  readonly database: Queryable;
}

/** What a survey found wrong with one of the records it was given. */
export interface Surveyed {
  readonly index: number;
  readonly problem: Problem;
}

/**
 * A rule that compares records with all others of the guide: it gets all records of one kind that are checked together,
 * and asks the database once for all of them. A record is never compared with an edition of its own, and what is
 * checked together counts as it will be, not as it is live.
 */
export type Survey<Document extends PublishedRecord = PublishedRecord> = (
  documents: readonly Document[],
  context: SurveyContext,
) => Promise<readonly Surveyed[]>;

/** A reference that a document makes: to a record by type and code. */
export interface DocumentReference {
  readonly typename: string;
  readonly code: string;
  readonly path: string;
}

describeRules("ERROR", [], {
  REQUIRED: { en: "A field or an official language is missing.", ar: "حقل إلزامي أو لغة رسمية ناقصة." },
  UNKNOWN_PROPERTY: { en: "A property is unknown.", ar: "خاصية غير معروفة." },
  UNKNOWN_LANGUAGE: { en: "A text is in no known language.", ar: "نص بلغة غير معروفة." },
  NOT_ALLOWED_VALUE: { en: "A value is not one of those allowed.", ar: "قيمة ليست من القيم المسموح بها." },
  WRONG_TYPE: { en: "A value is of the wrong type.", ar: "قيمة من نوع خاطئ." },
  MALFORMED: {
    en: "A code, date, address, number or text is not written as it must be.",
    ar: "رمز أو تاريخ أو عنوان أو رقم أو نص مكتوب بغير الصيغة المطلوبة.",
  },
  TOO_LONG: { en: "A text is longer than can be stored.", ar: "نص أطول مما يمكن حفظه." },
  TOO_FEW: { en: "A list or text has too little in it.", ar: "قائمة أو نص ينقصه المحتوى." },
  TOO_MANY: { en: "A list has too many entries.", ar: "قائمة فيها عناصر أكثر من المسموح." },
  OUT_OF_RANGE: { en: "A number is too small or too great.", ar: "رقم أصغر أو أكبر من المسموح." },
  UNKNOWN_REFERENCE: { en: "A reference leads to nothing in the guide.", ar: "إشارة إلى سجل غير موجود في الدليل." },
  REFUSED_REFERENCE: { en: "A reference leads to a record that was refused.", ar: "إشارة إلى سجل رُفض." },
});

type Validate = (document: object) => Problem[];
/** Whatever is stored in the form of a document class. */
interface Documented {
  readonly document: DocumentClass;
}
const compiled = new Map<string, WeakMap<Documented, Validate>>();

/**
 * The structural check of a kind, compiled once from the JSON Schema of its class. It also fills in what may be left
 * out (empty lists, false flags), so that a stored document is complete.
 */
export function structureOf(kind: Documented, settings: SchemaSettings): Validate {
  const key = settings.officialLanguages.join();
  let forSettings = compiled.get(key);
  if (!forSettings) compiled.set(key, (forSettings = new WeakMap<Documented, Validate>()));
  let validate = forSettings.get(kind);
  if (!validate) forSettings.set(kind, (validate = compile(kind, settings)));
  return validate;
}

function compile(kind: Documented, settings: SchemaSettings): Validate {
  const ajv = new Ajv2020({ allErrors: true, useDefaults: true, verbose: true, strict: true, strictRequired: false });
  addFormats(ajv, ["date"]);
  let check: ValidateFunction | undefined;
  return (document) => {
    check ??= ajv.compile(jsonSchema(kind.document, settings));
    if (check(document)) return [];
    // What is wrong with the name of a property is told once, by `propertyNames`.
    return (check.errors ?? []).filter(({ propertyName }) => propertyName === undefined).map(problemOf);
  };
}

/** Every reference a document makes, wherever it is nested. */
export function referencesOf(type: DocumentClass, document: object, path = "$"): DocumentReference[] {
  return referringProperties(type).flatMap(({ property, list, nested, reference }) => {
    const value = (document as Record<string, unknown>)[property];
    if (value === undefined) return [];
    const values = list ? (value as unknown[]) : [value];
    return values.flatMap((each, index) => {
      const at = `${path}.${property}${list ? `[${index}]` : ""}`;
      if (nested) return referencesOf(nested(), each as object, at);
      const { target, codeList } = reference as NonNullable<typeof reference>;
      return [{ typename: target().name, code: codeList ? `${codeList}.${String(each)}` : String(each), path: at }];
    });
  });
}

/** The types of all records that those of a kind can refer to. */
export function referredTypes(kind: Kind): Set<string> {
  const types = new Set(kind.referredTypes);
  const seen = new Set<DocumentClass>();
  const visit = (type: DocumentClass): void => {
    if (seen.has(type)) return;
    seen.add(type);
    for (const { nested, reference } of propertiesOf(type)) {
      if (reference) types.add(reference.target().name);
      if (nested) visit(nested());
    }
  };
  visit(kind.document);
  return types;
}

const referring = new Map<DocumentClass, readonly PropertySpec[]>();

/** The properties of a class that are references or lead to some. */
function referringProperties(type: DocumentClass): readonly PropertySpec[] {
  let properties = referring.get(type);
  if (!properties) {
    // A class that contains itself is searched once: until its own properties are known, it counts as leading on.
    referring.set(type, propertiesOf(type));
    properties = propertiesOf(type).filter(
      ({ nested, reference }) => reference ?? (nested && referringProperties(nested()).length > 0),
    );
    referring.set(type, properties);
  }
  return properties;
}

/** A problem stated by a rule of our own, as grave as the rule is described. */
export function problem(code: string, path: string, message: Texts, remedy: Texts): Problem {
  return { code, severity: severityOf(code), path, message, remedy };
}

/** Whether problems keep a record out of the guide. */
export const isRefused = (problems: readonly Problem[]): boolean => problems.some(({ severity }) => severity === "ERROR");

export function unknownReference(kind: Kind, { typename, code, path }: DocumentReference): Problem {
  return problem(
    "UNKNOWN_REFERENCE",
    path,
    { en: `${typename} "${code}" is not in the guide.`, ar: `لا يوجد في الدليل سجل من نوع ${typename} بالرمز "${code}".` },
    {
      en: `Use the code of a published ${typename}, or publish it together with this ${typenameOf(kind)}.`,
      ar: "استخدم رمز سجل منشور، أو انشر السجل المشار إليه مع هذا السجل.",
    },
  );
}

/** The code of a problem that goes away when the record referred to is accepted. */
export const REFUSED_REFERENCE = "REFUSED_REFERENCE";

export function refusedReference({ typename, code, path }: DocumentReference): Problem {
  return problem(
    REFUSED_REFERENCE,
    path,
    {
      en: `${typename} "${code}" came together with this record and was refused.`,
      ar: `السجل "${code}" من نوع ${typename} ورد مع هذا السجل ورُفض.`,
    },
    { en: `Mend ${typename} "${code}", then send both again.`, ar: `صحّح السجل "${code}" ثم أعد إرسال السجلين معًا.` },
  );
}

function problemOf(error: ErrorObject): Problem {
  const path = jsonPath(error.instancePath);
  const { keyword, params } = error as { keyword: string; params: Record<string, unknown> };
  const text = messages[keyword];
  if (!text) {
    return problem(
      keyword.toUpperCase(),
      path,
      { en: `The value ${error.message ?? "is not valid"}.`, ar: "القيمة غير صالحة." },
      { en: "Correct the value as the JSON Schema of this record says.", ar: "صحّح القيمة وفق مخطط هذا السجل." },
    );
  }
  const { code, at, message, remedy } = text(params, error);
  return problem(code, at ? `${path}.${at}` : path, message, remedy);
}

type Message = { code: string; at?: string; message: Texts; remedy: Texts };

const messages: Readonly<Record<string, (params: Record<string, unknown>, error: ErrorObject) => Message>> = {
  required: ({ missingProperty }) => ({
    code: "REQUIRED",
    at: String(missingProperty),
    message: { en: `"${String(missingProperty)}" is missing.`, ar: `الحقل "${String(missingProperty)}" ناقص.` },
    remedy: {
      en: "Add it; every required field and every official language must be present.",
      ar: "أضفه؛ فكل حقل إلزامي وكل لغة رسمية يجب أن يكونا موجودين.",
    },
  }),
  additionalProperties: ({ additionalProperty }) => ({
    code: "UNKNOWN_PROPERTY",
    at: String(additionalProperty),
    message: {
      en: `"${String(additionalProperty)}" is not a property of this part of the record.`,
      ar: `الخاصية "${String(additionalProperty)}" غير معروفة في هذا الموضع من السجل.`,
    },
    remedy: { en: "Remove it, or correct its spelling.", ar: "احذفها أو صحّح كتابتها." },
  }),
  propertyNames: ({ propertyName }) => ({
    code: "UNKNOWN_LANGUAGE",
    at: String(propertyName),
    message: { en: `"${String(propertyName)}" is not a language tag.`, ar: `القيمة "${String(propertyName)}" ليست رمز لغة.` },
    remedy: { en: 'Use a BCP 47 tag such as "ar" or "en".', ar: 'استخدم رمزًا وفق BCP 47 مثل "ar" أو "en".' },
  }),
  minProperties: () => ({
    code: "TOO_FEW",
    message: { en: "The text is in no language.", ar: "النص غير مكتوب بأي لغة." },
    remedy: { en: "Write it in one language at least, or remove it.", ar: "اكتبه بلغة واحدة على الأقل أو احذفه." },
  }),
  enum: ({ allowedValues }) => ({
    code: "NOT_ALLOWED_VALUE",
    message: { en: "The value is not one of those allowed.", ar: "القيمة ليست من القيم المسموح بها." },
    remedy: {
      en: `Use one of: ${(allowedValues as unknown[]).join(", ")}.`,
      ar: `استخدم إحدى القيم: ${(allowedValues as unknown[]).join("، ")}.`,
    },
  }),
  type: ({ type }) => ({
    code: "WRONG_TYPE",
    message: { en: `The value is not of type ${String(type)}.`, ar: `القيمة ليست من النوع ${String(type)}.` },
    remedy: { en: `Write a value of type ${String(type)}.`, ar: `اكتب قيمة من النوع ${String(type)}.` },
  }),
  pattern: (_, { data, parentSchema }) => ({
    code: "MALFORMED",
    message: {
      en: `${quoted(data)} is not written in the form this field expects.`,
      ar: `القيمة ${quoted(data)} ليست بالصيغة المطلوبة لهذا الحقل.`,
    },
    remedy:
      typeof parentSchema?.["description"] === "string"
        ? { en: `It expects ${lowerFirst(parentSchema["description"])}`, ar: "اكتبها بالصيغة التي يبيّنها وصف الحقل." }
        : {
            en: "Write a visible character at least, and no control or direction characters; save files as UTF-8.",
            ar: "اكتب حرفًا ظاهرًا على الأقل، دون محارف التحكم وتغيير الاتجاه، واحفظ الملفات بترميز UTF-8.",
          },
  }),
  format: (_, { data }) => ({
    code: "MALFORMED",
    message: { en: `${quoted(data)} is not a date that exists.`, ar: `القيمة ${quoted(data)} ليست تاريخًا صحيحًا.` },
    remedy: { en: 'Write a date such as "2024-11-05".', ar: 'اكتب تاريخًا مثل "2024-11-05".' },
  }),
  maxLength: ({ limit }) => ({
    code: "TOO_LONG",
    message: { en: `The text is longer than ${String(limit)} characters.`, ar: `النص أطول من ${String(limit)} حرفًا.` },
    remedy: { en: "Shorten it.", ar: "اختصره." },
  }),
  minItems: ({ limit }) => ({
    code: "TOO_FEW",
    message: {
      en: `The list needs at least ${String(limit)} entries.`,
      ar: `تحتاج القائمة إلى ${String(limit)} من العناصر على الأقل.`,
    },
    remedy: { en: "Add what is missing.", ar: "أضف ما ينقص." },
  }),
  maxItems: ({ limit }) => ({
    code: "TOO_MANY",
    message: { en: `The list has more than ${String(limit)} entries.`, ar: `تضم القائمة أكثر من ${String(limit)} عنصر.` },
    remedy: { en: "Shorten the list.", ar: "اختصر القائمة." },
  }),
  minimum: ({ limit }) => outOfRange("at least", "لا تقل عن", limit),
  maximum: ({ limit }) => outOfRange("at most", "لا تزيد على", limit),
};

function outOfRange(en: string, ar: string, limit: unknown): Message {
  return {
    code: "OUT_OF_RANGE",
    message: { en: `The number must be ${en} ${String(limit)}.`, ar: `يجب أن تكون القيمة ${ar} ${String(limit)}.` },
    remedy: { en: "Correct the number.", ar: "صحّح الرقم." },
  };
}

const lowerFirst = (text: string): string => `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
const quoted = (value: unknown): string => JSON.stringify(value).slice(0, 80);

/** `/fees/0/amount` as `$.fees[0].amount`. */
function jsonPath(pointer: string): string {
  return pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce((path, part) => (/^\d+$/.test(part) ? `${path}[${part}]` : `${path}.${part}`), "$");
}
