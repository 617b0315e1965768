import { Directive, ObjectType } from "type-graphql";
import { Scalar, Text } from "./fields";
import { Url } from "./scalars";

@Directive("@shareable")
@ObjectType({ description: "The same concept in another classification scheme (skos:exactMatch)." })
export class ConceptMatch {
  @Scalar(Url, "The web address that identifies the scheme.")
  scheme!: string;

  @Text("The code of the concept in that scheme.", { maxLength: 64 })
  code!: string;
}
