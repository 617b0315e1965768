import { GraphQLScalarType, Kind } from "graphql";
import { GraphQLDateTime } from "graphql-scalars";

/**
 * Characters that nothing in the guide may hold, for a character class of a Unicode pattern: controls, those that
 * override the direction of text, halves of characters, which no database stores, and the sign for what could not be
 * read, which stands where a text was not UTF-8.
 */
export const FORBIDDEN_CHARACTERS =
  "\\u0000-\\u0008\\u000B-\\u001F\\u007F\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069\\uFEFF\\uFFFD\\uD800-\\uDFFF";

/** A value from a caller that is not written as its scalar says. GraphQL adds which value it was, and where. */
export class MalformedValueError extends TypeError {}

/** How a scalar is written in a stored document: the JSON Schema that both the API and every record are held to. */
export interface TextFormat {
  readonly pattern: RegExp;
  readonly maxLength: number;
  /** The JSON Schema format that checks what a pattern cannot, such as that a date exists. */
  readonly format?: string;
}

const formats = new WeakMap<GraphQLScalarType, TextFormat>();

/** The written form of a scalar made by this file. */
export function textFormat(scalar: GraphQLScalarType): TextFormat {
  const format = formats.get(scalar);
  if (!format) throw new Error(`Scalar ${scalar.name} has no text format.`);
  return format;
}

/**
 * A scalar that is a string of one written form. Values read from a published record were checked when it was
 * published, so they are passed through; values from a caller are checked here and refused with `BAD_USER_INPUT`.
 */
function textScalar(
  name: string,
  specifiedByURL: string,
  description: string,
  pattern: RegExp,
  { maxLength = 64, format }: { maxLength?: number; format?: "date" } = {},
): GraphQLScalarType {
  const parse = (value: unknown): string => {
    if (typeof value === "string" && value.length <= maxLength && pattern.test(value) && exists(value)) return value;
    throw new MalformedValueError(`${name} expects ${description.charAt(0).toLowerCase()}${description.slice(1)}`);
  };
  const exists = (value: string) => format !== "date" || JSON.stringify(new Date(`${value}T00:00:00Z`)).startsWith(`"${value}`);
  const scalar = new GraphQLScalarType({
    name,
    description,
    specifiedByURL,
    serialize: (value) => value,
    parseValue: parse,
    parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : undefined),
  });
  formats.set(scalar, { pattern, maxLength, ...(format && { format }) });
  return scalar;
}

/** An instant: parsed as RFC 3339, always answered in UTC. */
export const DateTime = new GraphQLScalarType<Date, string>({
  name: "DateTime",
  description: 'An instant in RFC 3339 form, answered in UTC, such as "2026-01-31T12:00:00.000Z".',
  specifiedByURL: "https://www.rfc-editor.org/rfc/rfc3339",
  serialize: (value) => (value instanceof Date ? value.toISOString() : String(value)),
  parseValue: (value) => instant(() => GraphQLDateTime.parseValue(value)),
  parseLiteral: (node) => instant(() => GraphQLDateTime.parseLiteral(node, {})),
});

function instant(parse: () => Date): Date {
  try {
    return parse();
  } catch {
    throw new MalformedValueError('DateTime expects an instant in RFC 3339 form, such as "2026-01-31T12:00:00Z".');
  }
}

export const LocalDate = textScalar(
  "Date",
  "https://www.rfc-editor.org/rfc/rfc3339#section-5.6",
  'A calendar date in ISO 8601 form, such as "2024-11-05".',
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/,
  { format: "date" },
);

export const LocalTime = textScalar(
  "LocalTime",
  "https://www.rfc-editor.org/rfc/rfc3339#section-5.6",
  'A time of day on a 24-hour clock without a time zone, such as "07:30".',
  /^([01]\d|2[0-3]):[0-5]\d$/,
);

export const Duration = textScalar(
  "Duration",
  "https://www.rfc-editor.org/rfc/rfc3339#appendix-A",
  'An ISO 8601 duration, such as "PT10M" (ten minutes) or "P3D" (three days).',
  /^P(?!$)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/,
);

export const Decimal = textScalar(
  "Decimal",
  "https://www.w3.org/TR/xmlschema-2/#decimal",
  'A decimal number written as a string so that no digit is lost, such as "50.00".',
  /^-?\d{1,15}(\.\d{1,9})?$/,
);

export const CurrencyCode = textScalar(
  "CurrencyCode",
  "https://www.iso.org/iso-4217-currency-codes.html",
  'An ISO 4217 currency code, such as "AED".',
  /^[A-Z]{3}$/,
);

/** A character class of all that is visible and allowed, except some. */
function except(characters: string): string {
  return `[^\\s${FORBIDDEN_CHARACTERS}${characters}]`;
}

export const LanguageTag = textScalar(
  "LanguageTag",
  "https://www.rfc-editor.org/info/bcp47",
  'A BCP 47 language tag, such as "ar" or "en".',
  /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/,
);

export const Url = textScalar(
  "Url",
  "https://url.spec.whatwg.org/",
  'An absolute web address that starts with "https://" or "http://".',
  new RegExp(`^https?://${except("/?#.")}+(\\.${except("/?#.")}+)*(:\\d+)?([/?#]${except('<>"')}*)?$`, "u"),
  { maxLength: 2048 },
);

export const EmailAddress = textScalar(
  "EmailAddress",
  "https://www.rfc-editor.org/rfc/rfc5321",
  'An e-mail address, such as "service@sample.example".',
  new RegExp(`^${except('@<>"')}+@${except('@<>".')}+(\\.${except('@<>".')}+)+$`, "u"),
  { maxLength: 254 },
);

export const PhoneNumber = textScalar(
  "PhoneNumber",
  "https://www.itu.int/rec/T-REC-E.164",
  'A telephone number in E.164 form, such as "+97165000000".',
  /^\+[1-9]\d{4,14}$/,
);

/** Measurements have no code of their own; theirs is put together from what they are about. */
export const RecordCode = textScalar(
  "RecordCode",
  "https://www.rfc-editor.org/rfc/rfc3986#section-2.3",
  'The code of a record of any kind, such as "SCM-TENANCY-ATTESTATION", also one that the guide derives, as for measurements.',
  /^[A-Za-z0-9][A-Za-z0-9_.*/-]*$/,
  { maxLength: 400 },
);

export const Code = textScalar(
  "Code",
  "https://www.w3.org/TR/skos-reference/#notations",
  'A code of the guide: capital letters, digits and single separators, such as "SCM-TENANCY-ATTESTATION".',
  /^[A-Z0-9]+([-_.][A-Z0-9]+)*$/,
);

export const TimeZone = textScalar(
  "TimeZone",
  "https://www.iana.org/time-zones",
  'An IANA time zone name, such as "Asia/Dubai".',
  /^[A-Za-z_]+(\/[A-Za-z0-9_+-]+)*$/,
);

export const Period = textScalar(
  "Period",
  "https://www.iso.org/iso-8601-date-and-time-format.html",
  'A year, quarter or month: "2025", "2025-Q1" or "2025-03".',
  /^\d{4}(-(Q[1-4]|0[1-9]|1[0-2]))?$/,
);
