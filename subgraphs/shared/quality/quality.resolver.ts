import { FieldResolver, Resolver, Root } from "type-graphql";
import type { DocumentClass } from "../../../schema/vocabulary";
import { type Kind, typenameOf } from "../editions/kind";
import { qualityOf } from "../editions/quality";
import { titleOf } from "../editions/rules/described";
import { RecordQuality } from "./quality.entity";

/** A record with the codes of what was found when it was published; null for one that was never judged. */
interface Judged {
  readonly attached?: { readonly quality?: readonly string[] | null };
}

/** The field by which records of a kind tell their quality. */
export function qualityResolver(kind: Kind): DocumentClass {
  @Resolver(() => kind.document)
  class QualityResolver {
    @FieldResolver(() => RecordQuality, {
      name: "quality",
      nullable: true,
      description:
        "How good it is by the rules of the guide, and why not better; null when it was published before there were scores.",
    })
    quality(@Root() { attached }: Judged): RecordQuality | undefined {
      const findings = attached?.quality;
      if (!findings) return undefined;
      const { score, deductions } = qualityOf(findings.map((code) => ({ code })));
      return { score, deductions: deductions.map((each) => ({ ...each, title: titleOf(each.code) })) };
    }
  }
  // The stack of an error names the kind it is about.
  Object.defineProperty(QualityResolver, "name", { value: `QualityOf${typenameOf(kind)}Resolver` });
  return QualityResolver;
}
