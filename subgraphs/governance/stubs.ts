import { Directive, ObjectType } from "type-graphql";
import { type DocumentClass, Node } from "../../schema/vocabulary";

/** Whose change an entry of the log is. */
export const GovernmentEntity = stub("GovernmentEntity");

/** Every type of record of the other subgraphs, so that `node` can answer any of them. */
export const recordStubs: readonly DocumentClass<Node>[] = [
  GovernmentEntity,
  ...[
    "Assessment",
    "Channel",
    "CodeList",
    "CodeListItem",
    "Criterion",
    "CustomerSegment",
    "EvidenceType",
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
  ].map(stub),
];

function stub(name: string): DocumentClass<Node> {
  @Directive(`@key(fields: "id", resolvable: false)`)
  @ObjectType(name, { implements: Node })
  class RecordStub extends Node {}
  return RecordStub;
}
