import type { GraphQLResolveInfo } from "graphql";
import sql from "sql-template-tag";
import { Ctx, FieldResolver, Info, Resolver, Root } from "type-graphql";
import { codeOfId, type DocumentClass } from "../../schema/vocabulary";
import type { Membership } from "../shared/editions/records";
import type { SubgraphContext } from "../shared/request";
import { AppliedStandard, applied } from "./applied-standard";
import { ServiceStandard } from "./service-standard.entity";
import { GovernmentEntity, Journey, OrganizationalUnit, Service, ServiceCentre } from "./stubs";
import { type StandardSubjectType, subjectKey } from "./subject";

const holding: Membership = { name: "subject", condition: (subject) => sql`e.subjects @> ARRAY[${subject}]` };

/** The field `standards` of a type of another subgraph. */
function standardsOf(stub: DocumentClass<{ id: string }>, type: StandardSubjectType): DocumentClass {
  @Resolver(() => stub)
  class StandardsResolver {
    @FieldResolver(() => [AppliedStandard], {
      nullable: true,
      description: "The service standards it is held to, with targets and performance.",
    })
    async standards(
      @Root() { id }: { id: string },
      @Ctx() { records }: SubgraphContext,
      @Info() info: GraphQLResolveInfo,
    ): Promise<AppliedStandard[]> {
      const subject = { type, code: codeOfId(stub.name, id) };
      const standards = await records.members(ServiceStandard, holding, subjectKey(subject), info);
      return standards.map((standard) => applied(standard, subject));
    }
  }
  return StandardsResolver;
}

export const StandardsOfResolvers = [
  standardsOf(Service, "SERVICE"),
  standardsOf(ServiceCentre, "SERVICE_CENTRE"),
  standardsOf(OrganizationalUnit, "UNIT"),
  standardsOf(GovernmentEntity, "ENTITY"),
  standardsOf(Journey, "JOURNEY"),
] as const;
