import { ObjectType } from "type-graphql";
import { CodeListed, ForeignReference } from "../../schema/vocabulary";
import { CodeListItem, GovernmentEntity } from "./stubs";

@ObjectType({ description: "The part an entity takes in a service or journey (CPSV-AP Participation)." })
export class Participation {
  @CodeListed(() => CodeListItem, "PARTICIPATION-ROLE", "The role it has.")
  role!: string;

  @ForeignReference(() => GovernmentEntity, "The entity that takes part.")
  entity!: string;
}
