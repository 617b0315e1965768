import { ask } from "../../support/ask";
import type { TestGuide } from "../../support/guide";
import { aChannel, aDocument, aed, aService, aStep, needs, startWorld, text } from "../../support/world";

let guide: TestGuide;
beforeAll(async () => {
  guide = await startWorld(
    aChannel("COUNTER", { type: "SERVICE_CENTRE" }),
    aDocument("LEASE"),
    aDocument("PHOTO"),
    aService("ATTESTATION", {
      processingTime: "P3D",
      processingTimeBasis: "WORKING_DAYS",
      channels: [
        { channel: "PORTAL", isAlwaysAvailable: true, url: "https://portal.sample.example/attestation" },
        {
          channel: "COUNTER",
          processingTime: "PT10M",
          processingTimeBasis: "MINUTES",
          languages: ["ar"],
          note: text("Bring the lease."),
        },
      ],
      steps: [aStep(1), aStep(2, { channel: "PORTAL", fee: "ALL" }), aStep(3, { channel: "COUNTER", requiresVisit: true })],
      documents: [
        needs("LEASE", { form: "DIGITAL", channel: "PORTAL" }),
        needs("LEASE", { form: "ORIGINAL", channel: "COUNTER" }),
        needs("PHOTO"),
      ],
      fees: [
        { key: "ALL", type: "FIXED", amount: aed("50.00") },
        { key: "COUNTER", type: "FIXED", amount: aed("10.00"), channel: "COUNTER" },
      ],
    }),
  );
});
afterAll(() => guide.stop());

test("a channel of a service shows what differs there", async () => {
  const query = `{ serviceByCode(code: "ATTESTATION") { processingTime processingTimeBasis channels { channel { code type } isAlwaysAvailable processingTime processingTimeBasis languages url note { en } } } }`;
  expect(await ask(guide, query)).toEqual({
    serviceByCode: {
      processingTime: "P3D",
      processingTimeBasis: "WORKING_DAYS",
      channels: [
        {
          channel: { code: "PORTAL", type: "WEBSITE" },
          isAlwaysAvailable: true,
          processingTime: null,
          processingTimeBasis: null,
          languages: [],
          url: "https://portal.sample.example/attestation",
          note: null,
        },
        {
          channel: { code: "COUNTER", type: "SERVICE_CENTRE" },
          isAlwaysAvailable: false,
          processingTime: "PT10M",
          processingTimeBasis: "MINUTES",
          languages: ["ar"],
          url: null,
          note: { en: "Bring the lease." },
        },
      ],
    },
  });
});

test("a channel narrows fees, documents and steps to those that hold there", async () => {
  const parts = "fees { key amount { amount currency } } documents { form evidence { code } } steps { order }";
  const query = `{ serviceByCode(code: "ATTESTATION") { fees { key } documents { form } steps { order } channels { ${parts} } } }`;
  const all = { key: "ALL", amount: aed("50.00") };
  const photo = { form: "COPY", evidence: { code: "PHOTO" } };
  expect(await ask(guide, query)).toEqual({
    serviceByCode: {
      fees: [{ key: "ALL" }, { key: "COUNTER" }],
      documents: [{ form: "DIGITAL" }, { form: "ORIGINAL" }, { form: "COPY" }],
      steps: [{ order: 1 }, { order: 2 }, { order: 3 }],
      channels: [
        {
          fees: [all],
          documents: [{ form: "DIGITAL", evidence: { code: "LEASE" } }, photo],
          steps: [{ order: 1 }, { order: 2 }],
        },
        {
          fees: [all, { key: "COUNTER", amount: aed("10.00") }],
          documents: [{ form: "ORIGINAL", evidence: { code: "LEASE" } }, photo],
          steps: [{ order: 1 }, { order: 3 }],
        },
      ],
    },
  });
});
