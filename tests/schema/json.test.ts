import { MergePatch, RecordDocument } from "../../schema/vocabulary";

describe.each([MergePatch, RecordDocument])("%s", (scalar) => {
  test.each(["__proto__", "constructor", "prototype", "hasOwnProperty"])("has no property called %s, at any depth", (name) => {
    for (const text of [`{"${name}":1}`, `{"name":{"${name}":null}}`, `{"fees":[{"${name}":{}}]}`])
      expect(() => scalar.parseValue(JSON.parse(text))).toThrow(name);
  });

  test("takes in every other object", () => {
    const value = { name: { ar: "نص", en: "__proto__" }, fees: [{ amount: "1.00" }], protoType: null };
    expect(scalar.parseValue(value)).toEqual(value);
  });
});
