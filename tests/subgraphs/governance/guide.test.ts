import { Channel } from "../../../subgraphs/catalogue/channel.entity";
import { ask } from "../../support/ask";
import { startTestGuide } from "../../support/guide";
import { aChannel } from "../../support/world";

const GUIDE = `{ guide { code name { ar en } notice { ar en } isSample lastChangedAt } }`;
type Notice = { guide: { lastChangedAt: string } };

test("the sample guide says in both languages that it is a sample and not official", async () => {
  const guide = await startTestGuide();
  expect(await ask(guide, GUIDE)).toEqual({
    guide: {
      code: "GUIDE",
      name: { ar: expect.stringContaining("الشارقة"), en: expect.stringContaining("Sharjah") },
      notice: { ar: expect.stringContaining("ليس نصًا رسميًا"), en: expect.stringContaining("not official text") },
      isSample: true,
      lastChangedAt: expect.any(String),
    },
  });
  await guide.stop();
});

test("the guide is null before it is published, and tells when anything in it last changed", async () => {
  const guide = await startTestGuide({ with: "nothing" });
  expect(await ask(guide, GUIDE)).toEqual({ guide: null });
  const texts = { ar: "نص", en: "Text" };
  await guide.publish({ __typename: "Guide", code: "GUIDE", name: texts, notice: texts, isSample: false });
  const first = (await ask<Notice>(guide, GUIDE)).guide.lastChangedAt;

  await guide.publish(aChannel("PORTAL"));
  const second = (await ask<Notice>(guide, GUIDE)).guide.lastChangedAt;
  expect(Date.parse(second)).toBeGreaterThan(Date.parse(first));

  await guide.publish(aChannel("PORTAL"));
  expect((await ask<Notice>(guide, GUIDE)).guide.lastChangedAt).toBe(second);

  await guide.withdraw(Channel, "PORTAL");
  expect(Date.parse((await ask<Notice>(guide, GUIDE)).guide.lastChangedAt)).toBeGreaterThan(Date.parse(second));
  expect((await ask<Notice>(guide, GUIDE, {}, { "guide-as-of": second })).guide.lastChangedAt).toBe(second);
  await guide.stop();
});
