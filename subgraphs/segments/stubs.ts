import { Directive, Field, ID, ObjectType } from "type-graphql";

/** Records of other subgraphs to which requirements refer. */

@Directive(`@key(fields: "id", resolvable: false)`)
@ObjectType()
export class EvidenceType {
  @Field(() => ID)
  id!: string;
}

@Directive(`@key(fields: "id", resolvable: false)`)
@ObjectType()
export class LegalResource {
  @Field(() => ID)
  id!: string;
}
