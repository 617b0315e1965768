import type { TestGuide } from "../support/guide";
import { aChannel, findingsOf, problemsOf, startWorld } from "../support/world";

let guide: TestGuide;
beforeAll(async () => {
  guide = await startWorld();
});
afterAll(() => guide.stop());

const SOUND = { ar: "يعمل كل أيام الأسبوع", en: "Works on all days of the week" };
const withText = (texts: Partial<typeof SOUND>) => aChannel("CHANNEL", { description: { ...SOUND, ...texts } });
const found = (more: object) => findingsOf(guide, aChannel("CHANNEL", { ...more }));

test.each([
  ["Latin letters in the Arabic field", { ar: "Works on all days" }, "WRONG_SCRIPT $.description.ar"],
  ["a title in Latin letters in the Arabic field", { ar: "Trade Licence" }, "WRONG_SCRIPT $.description.ar"],
  ["mostly English in the Arabic field", { ar: "خدمة that works on all days" }, "WRONG_SCRIPT $.description.ar"],
  ["Arabic letters in the English field", { en: "يعمل دون توقف" }, "WRONG_SCRIPT $.description.en"],
  ["mostly Arabic in the English field", { en: "Works يعمل كل أيام الأسبوع" }, "WRONG_SCRIPT $.description.en"],
  ["one text for both languages", { ar: SOUND.en }, "UNTRANSLATED $.description.en"],
  ["a text that is to be written", { en: "TBD" }, "PLACEHOLDER_TEXT $.description.en"],
  ["filler within a text", { en: "Open to all. Lorem ipsum dolor sit amet." }, "PLACEHOLDER_TEXT $.description.en"],
  ["Arabic filler", { ar: "هذا نص تجريبي للقناة" }, "PLACEHOLDER_TEXT $.description.ar"],
  ["nothing but marks", { en: "---" }, "PLACEHOLDER_TEXT $.description.en"],
  ["a space at the end", { en: "Works on all days " }, "STRAY_SPACES $.description.en"],
  ["two spaces in a row", { ar: "يعمل  كل يوم" }, "STRAY_SPACES $.description.ar"],
  ["letters as a PDF file draws them", { ar: "ﻳﻌﻤﻞ ﻛﻞ ﻳﻮﻡ" }, "DRAWN_LETTERS $.description.ar"],
  ["a Cyrillic letter in a Latin word", { en: "Works with any b\u0430nk" }, "MIXED_ALPHABETS $.description.en"],
  ["a Greek letter in a Latin word", { en: "Pay with V\u0399SA" }, "MIXED_ALPHABETS $.description.en"],
])("%s is found", async (_, texts, finding) => {
  expect(await findingsOf(guide, withText(texts))).toEqual([finding]);
});

test.each([
  ["acronyms", { ar: "خدمة SEWA", en: "SEWA" }],
  ["an acronym alone", { ar: "SEWA", en: "SEWA" }],
  ["names with capitals in an Arabic sentence", { ar: "عبر تطبيق Sharjah Digital أو UAE PASS" }],
  ["names such as WhatsApp", { ar: "WhatsApp", en: "WhatsApp" }],
  ["web and e-mail addresses", { ar: "راسل service@sample.example أو https://sample.example/help" }],
  ["numbers and units", { ar: "بين 5 و10 km2", en: "5 μm to 10 m²" }],
  ["an Arabic word in an English sentence", { en: "Ask for the Ejari (إيجاري) number" }],
  ["lines and joined Persian letters", { en: "One\nTwo", ar: "سطر\nوسطر می‌خواهم" }],
  ["the word attest, which is no test", { en: "Attest" }],
])("%s are sound", async (_, texts) => {
  expect(await findingsOf(guide, withText(texts))).toEqual([]);
});

test("a name is short enough for a list, a description need not be", async () => {
  const long = { ar: "اسم طويل ".repeat(20).trim(), en: "Long name ".repeat(20).trim() };
  expect(await found({ name: long })).toEqual(["LONG_TEXT $.name.ar", "LONG_TEXT $.name.en"]);
  expect(await found({ description: long })).toEqual([]);
});

test.each([
  ["localhost", "https://localhost.localhost/", "PRIVATE_ADDRESS"],
  ["a name of the house", "https://intranet.corp/x", "PRIVATE_ADDRESS"],
  ["a private number", "https://10.1.2.3/", "PRIVATE_ADDRESS"],
  ["a loopback in another notation", "https://0177.0.0.1/", "PRIVATE_ADDRESS"],
  ["the address of a cloud's secrets", "https://169.254.169.254/latest", "PRIVATE_ADDRESS"],
  ["a user and password", "https://user:secret@sample.example/", "PRIVATE_ADDRESS"],
  ["a number", "https://93.184.216.34/", "NUMBERED_ADDRESS"],
  ["no encryption", "http://sample.example/", "INSECURE_ADDRESS"],
  ["letters that look like others", "https://s\u0430mple.example/", "LOOKALIKE_ADDRESS"],
])("a web address with %s is found", async (_, url, code) => {
  expect(await found({ url })).toEqual([`${code} $.url`]);
});

test("what is told of an address with a password does not tell the password", async () => {
  const { records } = await guide.running.publisher.check([
    { place: "here", value: aChannel("X", { url: "https://user:secret@sample.example/" }) },
  ]);
  expect(JSON.stringify(records[0]?.problems)).not.toContain("secret");
});

test("an ordinary web address is sound, also with letters of other languages", async () => {
  expect(await found({ url: "https://sample.example/apply?lang=ar" })).toEqual([]);
  expect(await found({ url: "https://الشارقة.sample.example/" })).toEqual([]);
});

test.each([
  ["+97165000000", []],
  ["+97180050141", []],
  ["+971500000000", []],
  ["+97165", ["IMPOSSIBLE_PHONE $.telephone"]],
  ["+9991234567", ["IMPOSSIBLE_PHONE $.telephone"]],
  ["+97110000000", ["DOUBTFUL_PHONE $.telephone"]],
])("the telephone number %s", async (telephone, findings) => {
  expect(await found({ telephone })).toEqual(findings);
});

test("errors keep a record out, warnings and suggestions do not", async () => {
  expect(await problemsOf(guide, aChannel("X", { url: "http://sample.example/", telephone: "+9991234567" }))).toEqual([
    "IMPOSSIBLE_PHONE $.telephone",
  ]);
});
