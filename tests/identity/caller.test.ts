import { type Caller, grantOf, mayAct, mayRead } from "../../identity/caller";

const caller = (...texts: string[]): Caller => ({
  issuer: "https://id.example",
  subject: "sara",
  grants: texts.flatMap((text) => grantOf(text) ?? []),
});

describe("a claim of roles", () => {
  test.each([
    ["author:SCM", { role: "author", entity: "SCM" }],
    ["approver:SCM-HQ.1", { role: "approver", entity: "SCM-HQ.1" }],
    ["secretariat", { role: "secretariat" }],
    ["auditor", { role: "auditor" }],
  ])("grants what it names: %s", (text, grant) => {
    expect(grantOf(text)).toEqual(grant);
  });

  test.each([
    ...["author", "approver:", "author: SCM", "author:scm", "author:SCM:DHR", "author:*", "author:SCM,DHR", "author:SCM\n"],
    ...["Secretariat", "secretariat:SCM", "auditor:", "secretariat ", "admin", "", "toString", "__proto__"],
  ])("grants nothing for what is no role: %j", (text) => {
    expect(grantOf(text)).toBeUndefined();
  });
});

describe("who may do what", () => {
  const author = caller("author:SCM");
  const approver = caller("approver:SCM");
  const secretariat = caller("secretariat");
  const auditor = caller("auditor");

  test("authors write for their entity, and for no other", () => {
    expect(mayAct(author, "author", "SCM")).toBe(true);
    expect(mayAct(author, "author", "DHR")).toBe(false);
    expect(mayAct(author, "approver", "SCM")).toBe(false);
    expect(mayAct(caller("author:SCM", "approver:DHR"), "approver", "SCM")).toBe(false);
  });

  test("approvers decide for their entity, and do not write", () => {
    expect(mayAct(approver, "approver", "SCM")).toBe(true);
    expect(mayAct(approver, "approver", "DHR")).toBe(false);
    expect(mayAct(approver, "author", "SCM")).toBe(false);
  });

  test("the secretariat does both for every entity, and alone for what belongs to none", () => {
    for (const entity of ["SCM", "DHR", undefined]) {
      expect([mayAct(secretariat, "author", entity), mayAct(secretariat, "approver", entity)]).toEqual([true, true]);
    }
    for (const other of [author, approver, auditor]) {
      expect([mayAct(other, "author", undefined), mayAct(other, "approver", undefined)]).toEqual([false, false]);
    }
  });

  test("auditors read everything and change nothing", () => {
    expect([mayAct(auditor, "author", "SCM"), mayAct(auditor, "approver", "SCM")]).toEqual([false, false]);
    expect([mayRead(auditor, "SCM"), mayRead(auditor, undefined)]).toEqual([true, true]);
  });

  test("what is not published is for its entity, the secretariat and auditors", () => {
    const readers = [author, approver, secretariat, auditor].map((each) => mayRead(each, "SCM"));
    expect(readers).toEqual([true, true, true, true]);
    const others = [caller("author:DHR", "approver:DHR"), caller(), undefined].map((each) => mayRead(each, "SCM"));
    expect(others).toEqual([false, false, false]);
    expect([author, secretariat, undefined].map((each) => mayRead(each, undefined))).toEqual([false, true, false]);
  });
});
