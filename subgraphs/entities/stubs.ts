import { Directive, Field, ID, ObjectType } from "type-graphql";

/** Records of other subgraphs to which entities refer. */

@Directive(`@key(fields: "id", resolvable: false)`)
@ObjectType()
export class CodeListItem {
  @Field(() => ID)
  id!: string;
}

@Directive(`@key(fields: "id", resolvable: false)`)
@ObjectType()
export class LegalResource {
  @Field(() => ID)
  id!: string;
}

@Directive(`@key(fields: "id")`)
@ObjectType()
export class Service {
  @Field(() => ID)
  id!: string;
}
