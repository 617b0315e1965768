import { Directive, ObjectType } from "type-graphql";
import { type DocumentClass, Node } from "../../schema/vocabulary";

/** Every type of record of the other subgraphs, so that `node` can answer any of them. */
export const recordStubs: readonly DocumentClass<Node>[] = [
  "Assessment",
  "Channel",
  "CodeList",
  "CodeListItem",
  "Criterion",
  "CustomerSegment",
  "EvidenceType",
  "GovernmentEntity",
  "Indicator",
  "InformationConcept",
  "Journey",
  "LegalResource",
  "LifeEvent",
  "OrganizationalUnit",
  "PolicyDocument",
  "Requirement",
  "Service",
  "ServiceCentre",
  "ServiceStandard",
  "Target",
].map(stub);

function stub(name: string): DocumentClass<Node> {
  @Directive(`@key(fields: "id", resolvable: false)`)
  @ObjectType(name, { implements: Node })
  class RecordStub extends Node {}
  return RecordStub;
}
