import { setTimeout as sleep } from "node:timers/promises";
import { Service } from "../../subgraphs/catalogue/service.entity";
import { startTestGuide, type TestGuide } from "../support/guide";
import { sampleRecord } from "../support/sample";

const CODE = "SCM-TENANCY-ATTESTATION";
const QUERY = /* GraphQL */ `
  query Page($code: Code!) {
    serviceByCode(code: $code) {
      name {
        en
      }
      edition {
        number
      }
      validTo
      competentAuthority {
        name {
          en
        }
        edition {
          number
        }
        services(filter: { category: "MAIN" }) {
          totalCount
        }
      }
      audience {
        code
        name {
          en
        }
      }
      standards {
        text {
          en
        }
        performance(period: "2026-09") {
          numerator
        }
      }
    }
    services(filter: { entity: "SCM" }, first: 100) {
      totalCount
      nodes {
        code
      }
    }
  }
`;
type Page = {
  serviceByCode: {
    name: { en: string };
    edition: { number: number };
    validTo: string | null;
    competentAuthority: { name: { en: string }; edition: { number: number }; services: { totalCount: number } };
    audience: { code: string; name: { en: string } }[];
    standards: { text: { en: string }; performance: { numerator: string } | null }[];
  } | null;
  services: { totalCount: number; nodes: { code: string }[] };
};

describe("Guide-As-Of", () => {
  let guide: TestGuide;
  beforeAll(async () => {
    guide = await startTestGuide();
  });
  afterAll(() => guide.stop());

  const ask = async (asOf?: string) =>
    (await guide.query<Page, object>(QUERY, { code: CODE }, asOf ? { "guide-as-of": asOf } : {})).data;
  /** An instant after everything so far and before everything to come. */
  const instant = async () => {
    await sleep(5);
    const now = new Date().toISOString();
    await sleep(5);
    return now;
  };

  test("reads every subgraph as it was, in one federated query for each instant", async () => {
    const before = await instant();
    const answerBefore = await ask();
    const text = { ar: "خمس دقائق عند المنضدة.", en: "Five minutes at the counter." };
    const standards = sampleRecords("service-standards/scm");
    const standard = standards.find(({ subjects }) => JSON.stringify(subjects).includes(`"${CODE}"`));
    await guide.publish(
      sampleRecord("services/scm-tenancy-attestation", { name: { ar: "تصديق عقد الإيجار", en: "Lease attestation, renamed" } }),
      sampleRecord("entities/scm", { name: { ar: "بلدية الشارقة", en: "Municipality, renamed" } }),
      sampleRecord("segments/tenants", { name: { ar: "المستأجرون كافة", en: "All tenants, renamed" } }),
      { ...standard, text },
    );
    const between = await instant();
    await guide.withdraw(Service, CODE);

    const then = await ask(before);
    expect(then).toEqual(answerBefore);

    const later = await ask(between);
    expect(later.serviceByCode).toMatchObject({
      name: { en: "Lease attestation, renamed" },
      edition: { number: 2 },
      competentAuthority: { name: { en: "Municipality, renamed" }, edition: { number: 2 } },
    });
    expect(later.serviceByCode?.audience).toContainEqual({ code: "TENANTS", name: { en: "All tenants, renamed" } });
    expect(later.serviceByCode?.standards.map((each) => each.text.en)).toContain(text.en);

    const now = await ask();
    expect(now.serviceByCode).toBeNull();
    expect(now.services.totalCount).toBe(answerBefore.services.totalCount - 1);
    expect(now.services.nodes.map(({ code }) => code)).not.toContain(CODE);
  });

  test("gives the same answer about the past after any later change", async () => {
    const past = await instant();
    const first = await ask(past);
    await guide.publish(sampleRecord("services/scm-demolition", { name: { ar: "هدم", en: "Demolition, renamed" } }));
    await guide.publish(sampleRecord("services/scm-tenancy-attestation"));
    expect(await ask(past)).toEqual(first);
    expect((await ask()).serviceByCode?.edition.number).toBe(3);
  });

  test("waits for a publication that has begun, so that its answer stays true", async () => {
    await guide.database.query(`
      CREATE FUNCTION governance.slowly() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.6); RETURN NULL; END $$;
      CREATE TRIGGER slowly AFTER INSERT ON governance.change EXECUTE FUNCTION governance.slowly();
    `);
    const publishing = guide.publish(
      sampleRecord("services/scm-demolition", { name: { ar: "هدم ببطء", en: "Demolition, slowly" } }),
    );
    await sleep(300);
    const during = new Date().toISOString();
    const nameThen = async () =>
      (
        await guide.query<{ serviceByCode: { name: { en: string } } }, object>(
          '{ serviceByCode(code: "SCM-DEMOLITION") { name { en } } }',
          {},
          { "guide-as-of": during },
        )
      ).data.serviceByCode.name.en;
    const first = await nameThen();
    await publishing;
    expect(first).toBe("Demolition, slowly");
    expect(await nameThen()).toBe(first);
    await guide.database.query("DROP TRIGGER slowly ON governance.change");
  });

  test("says in the answer which instant was read", async () => {
    const past = await instant();
    const { extensions } = await guide.query("{ guide { code } }", {}, { "guide-as-of": past });
    expect(extensions).toEqual({ guide: { asOf: past } });
  });

  test("finds nothing before the guide began, without an error", async () => {
    const { data, errors } = await guide.query<Page, object>(QUERY, { code: CODE }, { "guide-as-of": "2001-01-01T00:00:00Z" });
    expect(errors).toBeUndefined();
    expect(data).toEqual({ serviceByCode: null, services: { totalCount: 0, nodes: [] } });
  });

  test.each([
    ["yesterday", "expects an RFC 3339 instant"],
    ["2026-02-31T25:00:00Z", "expects an RFC 3339 instant"],
    ["2999-01-01T00:00:00Z", "in the future"],
  ])("refuses %s with what to send instead", async (value, message) => {
    const { status, errors } = await guide.query("{ guide { code } }", {}, { "guide-as-of": value });
    expect(status).toBe(400);
    expect(errors).toMatchObject([
      { message: expect.stringContaining(message) as string, extensions: { code: "BAD_USER_INPUT" } },
    ]);
  });
});

function sampleRecords(path: string): Record<string, unknown>[] {
  return Object.values(sampleRecord(path)) as Record<string, unknown>[];
}
