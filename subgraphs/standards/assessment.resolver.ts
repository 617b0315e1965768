import type { GraphQLResolveInfo } from "graphql";
import sql, { type Sql } from "sql-template-tag";
import { Ctx, Field, FieldResolver, Info, InputType, Resolver, Root } from "type-graphql";
import { Code, codeOfId, type Connection, Decimal } from "../../schema/vocabulary";
import type { RecordOrder } from "../shared/editions/order";
import { After, connectionType, First, OrderBy, recordQueries } from "../shared/editions/queries";
import type { Membership } from "../shared/editions/records";
import type { SubgraphContext } from "../shared/request";
import { Assessment } from "./assessment.entity";
import { resultOf } from "./assessment.rules";
import { attachedWeights } from "./assessment.weights";
import { Criterion } from "./criterion.entity";
import { GovernmentEntity, ServiceCentre } from "./stubs";
import { StandardSubject, subjectKey, subjectStub } from "./subject";

@InputType({ description: "Which assessments to list." })
export class AssessmentFilter {
  @Field(() => Code, { nullable: true, description: "Only assessments of the entity with this code, its units and centres." })
  entity?: string | null;

  @Field(() => String, { nullable: true, description: 'Only assessments of this round, such as "2025".' })
  cycle?: string | null;

  @Field(() => Code, { nullable: true, description: "Only assessments against the policy document with this code." })
  document?: string | null;
}

export const AssessmentQueries = recordQueries<Assessment, AssessmentFilter>(Assessment, {
  one: "assessment",
  many: "assessments",
  plural: "assessments",
  orderBy: "CODE_ASC",
  filter: {
    input: AssessmentFilter,
    conditions: ({ entity, cycle, document }): Sql[] => [
      ...(entity ? [sql`e.entity = ${entity}`] : []),
      ...(cycle ? [sql`e.cycle = ${cycle}`] : []),
      ...(document ? [sql`e.policy_document = ${document}`] : []),
    ],
  },
});

const ofEntity: Membership = { name: "entity", condition: (entity) => sql`e.entity = ${entity}` };
const ofSubject: Membership = { name: "subject", condition: (subject) => sql`e.subject = ${subject}` };

@Resolver(() => Assessment)
export class AssessmentResolver {
  @FieldResolver(() => StandardSubject, { nullable: true, description: "What was assessed." })
  subject(@Root() { subject }: Assessment): object {
    return subjectStub(subject);
  }

  @FieldResolver(() => Decimal, {
    nullable: true,
    description:
      'The points reached of those possible, weighted by criterion, in percent, such as "78.50"; exempt and unscored criteria are left out, null when none is scored.',
  })
  async result(
    @Root() assessment: Assessment,
    @Ctx() { records }: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<string | undefined> {
    const { scores } = assessment;
    const weights = attachedWeights(assessment);
    if (weights) return resultOf(scores, weights);
    const criteria = await records.loadMany(
      Criterion,
      scores.map(({ criterion }) => criterion),
      info,
    );
    return resultOf(scores, Object.fromEntries(criteria.map(({ code, weight }) => [code, weight])));
  }
}

@Resolver(() => GovernmentEntity)
export class AssessmentsOfEntityResolver {
  @FieldResolver(() => connectionType(Assessment, "assessments"), {
    nullable: true,
    description: "The assessments of the entity, its units and its centres.",
  })
  assessments(
    @Root() { id }: GovernmentEntity,
    @First() first: number,
    @After() after: string | undefined,
    @OrderBy("CODE_ASC") orderBy: RecordOrder,
    @Ctx() { records }: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Assessment>> {
    return records.connection(
      Assessment,
      { first, after, orderBy, identity: null },
      info,
      ofEntity,
      codeOfId(GovernmentEntity.name, id),
    );
  }
}

@Resolver(() => ServiceCentre)
export class AssessmentsOfCentreResolver {
  @FieldResolver(() => connectionType(Assessment, "assessments"), {
    nullable: true,
    description: "The assessments of the centre.",
  })
  assessments(
    @Root() { id }: ServiceCentre,
    @First() first: number,
    @After() after: string | undefined,
    @OrderBy("CODE_ASC") orderBy: RecordOrder,
    @Ctx() { records }: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Assessment>> {
    const centre = subjectKey({ type: "SERVICE_CENTRE", code: codeOfId(ServiceCentre.name, id) });
    return records.connection(Assessment, { first, after, orderBy, identity: null }, info, ofSubject, centre);
  }
}
