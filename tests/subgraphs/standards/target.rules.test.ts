import { applicableTarget, isInherited, targetRules } from "../../../subgraphs/standards/target.rules";
import { target } from "./records";

const policy = target("POLICY", { document: "CX" });
const entity = target("ENTITY", { scope: "ENTITY", entity: "SCM" });
const service = target("SERVICE", { scope: "SERVICE", service: "S" });
const channel = target("CHANNEL", { scope: "CHANNEL", service: "S", channel: "PORTAL" });
const all = [policy, entity, service, channel];
const subject = { type: "SERVICE", code: "S" } as const;

test("the nearest target wins: channel, service, entity, policy", () => {
  const codeAt = (place: Parameters<typeof applicableTarget>[1]) => applicableTarget(all, place, "2025-06-01")?.code;
  expect(codeAt({ subject, entity: "SCM", channel: "PORTAL" })).toBe("CHANNEL");
  expect(codeAt({ subject, entity: "SCM", channel: "APP" })).toBe("SERVICE");
  expect(codeAt({ subject, entity: "SCM" })).toBe("SERVICE");
  expect(codeAt({ subject: { type: "SERVICE", code: "T" }, entity: "SCM", channel: "PORTAL" })).toBe("ENTITY");
  expect(codeAt({ subject: { type: "UNIT", code: "S" }, entity: "SCM" })).toBe("ENTITY");
  expect(codeAt({ subject: { type: "ENTITY", code: "SEDD" }, entity: "SCM" })).toBe("POLICY");
});

test("only targets effective on the day count, the first and last day included; of equals the latest set", () => {
  const first = target("FIRST", { effectiveFrom: "2025-01-01", effectiveTo: "2025-12-31" });
  const second = target("SECOND", { effectiveFrom: "2025-07-01" });
  const on = (day: string) => applicableTarget([first, second], { subject, entity: "SCM" }, day)?.code;
  expect(on("2024-12-31")).toBeUndefined();
  expect(on("2025-01-01")).toBe("FIRST");
  expect(on("2025-07-01")).toBe("SECOND");
  expect(applicableTarget([first], { subject, entity: "SCM" }, "2025-12-31")?.code).toBe("FIRST");
  expect(applicableTarget([first], { subject, entity: "SCM" }, "2026-01-01")).toBeUndefined();
});

test("a target is inherited where it was set for something wider", () => {
  const whole = { subject, entity: "SCM" };
  expect(isInherited(policy, whole)).toBe(true);
  expect(isInherited(entity, whole)).toBe(true);
  expect(isInherited(service, whole)).toBe(false);
  expect(isInherited(service, { ...whole, channel: "PORTAL" })).toBe(true);
  expect(isInherited(channel, { ...whole, channel: "PORTAL" })).toBe(false);
  expect(isInherited(entity, { subject: { type: "ENTITY", code: "SCM" }, entity: "SCM" })).toBe(false);
  expect(isInherited(entity, { subject: { type: "UNIT", code: "SCM-TENANCY" }, entity: "SCM" })).toBe(true);
});

test("a target has exactly the fields of its scope", () => {
  expect(all.flatMap(targetRules)).toEqual([]);
  expect(targetRules(target("T", { scope: "CHANNEL", service: "S" }))).toMatchObject([
    { code: "SCOPE_FIELD_MISSING", path: "$.channel" },
  ]);
  expect(targetRules(target("T", { scope: "ENTITY", entity: "SCM", document: "CX" }))).toMatchObject([
    { code: "SCOPE_FIELD_NOT_ALLOWED", path: "$.document" },
  ]);
  expect(targetRules(target("T", { document: "CX", value: "-1", effectiveTo: "2024-01-01" }))).toMatchObject([
    { code: "ENDS_BEFORE_BEGINNING" },
    { code: "NEGATIVE", path: "$.value" },
  ]);
});
