import sql, { type Sql } from "sql-template-tag";
import { Field, FieldResolver, InputType, Resolver, Root } from "type-graphql";
import { Code } from "../../schema/vocabulary";
import { recordQueries } from "../shared/editions/queries";
import { AppliedStandard, applied } from "./applied-standard";
import { ServiceStandard, ServiceStandardType } from "./service-standard.entity";
import { StandardSubject, StandardSubjectType, subjectStub } from "./subject";

@InputType({ description: "Which service standards to list." })
export class ServiceStandardFilter {
  @Field(() => Code, { nullable: true, description: "Only standards of the entity with this code." })
  entity?: string | null;

  @Field(() => ServiceStandardType, { nullable: true, description: "Only standards of this type." })
  type?: keyof typeof ServiceStandardType | null;

  @Field(() => Code, { nullable: true, description: "Only standards measured by the indicator with this code." })
  indicator?: string | null;

  @Field(() => StandardSubjectType, { nullable: true, description: "Only standards that something of this kind is held to." })
  subjectType?: StandardSubjectType | null;
}

export const ServiceStandardQueries = recordQueries<ServiceStandard, ServiceStandardFilter>(ServiceStandard, {
  one: "serviceStandard",
  many: "serviceStandards",
  plural: "service standards",
  orderBy: "CODE_ASC",
  filter: {
    input: ServiceStandardFilter,
    conditions: ({ entity, type, indicator, subjectType }): Sql[] => [
      ...(entity ? [sql`e.entity = ${entity}`] : []),
      ...(type ? [sql`e.type = ${type}`] : []),
      ...(indicator ? [sql`e.indicator = ${indicator}`] : []),
      ...(subjectType ? [sql`e.subject_types @> ARRAY[${subjectType}::text]`] : []),
    ],
  },
});

@Resolver(() => ServiceStandard)
export class ServiceStandardResolver {
  @FieldResolver(() => [StandardSubject], { nullable: "items", description: "What is held to it, as its publisher ordered it." })
  subjects(@Root() { subjects }: ServiceStandard): object[] {
    return subjects.map(subjectStub);
  }

  @FieldResolver(() => [AppliedStandard], {
    description: "The standard as it applies to each of its subjects, with targets and performance.",
  })
  applications(@Root() standard: ServiceStandard): AppliedStandard[] {
    return standard.subjects.map((subject) => applied(standard, subject));
  }
}
