import { Directive, Field, ID, ObjectType } from "type-graphql";

/** Records of other subgraphs to which the catalogue refers, and those it adds fields to. */

@Directive(`@key(fields: "id", resolvable: false)`)
@ObjectType()
export class CodeListItem {
  @Field(() => ID)
  id!: string;
}

@Directive(`@key(fields: "id")`)
@ObjectType()
export class OrganizationalUnit {
  @Field(() => ID)
  id!: string;
}

@Directive(`@key(fields: "id", resolvable: false)`)
@ObjectType()
export class ServiceCentre {
  @Field(() => ID)
  id!: string;
}

@Directive(`@key(fields: "id")`)
@ObjectType()
export class GovernmentEntity {
  @Field(() => ID)
  id!: string;
}

@Directive(`@key(fields: "id")`)
@ObjectType()
export class CustomerSegment {
  @Field(() => ID)
  id!: string;
}

@Directive(`@key(fields: "id")`)
@ObjectType()
export class Requirement {
  @Field(() => ID)
  id!: string;
}
