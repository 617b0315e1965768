import { Directive, Field, ID, ObjectType } from "type-graphql";

/** Records of other subgraphs to which standards refer, and to which they add fields. */

@Directive(`@key(fields: "id")`)
@ObjectType()
export class GovernmentEntity {
  @Field(() => ID)
  id!: string;
}

@Directive(`@key(fields: "id")`)
@ObjectType()
export class OrganizationalUnit {
  @Field(() => ID)
  id!: string;
}

@Directive(`@key(fields: "id")`)
@ObjectType()
export class ServiceCentre {
  @Field(() => ID)
  id!: string;
}

@Directive(`@key(fields: "id")`)
@ObjectType()
export class Service {
  @Field(() => ID)
  id!: string;
}

@Directive(`@key(fields: "id")`)
@ObjectType()
export class Journey {
  @Field(() => ID)
  id!: string;
}

@Directive(`@key(fields: "id", resolvable: false)`)
@ObjectType()
export class Channel {
  @Field(() => ID)
  id!: string;
}
