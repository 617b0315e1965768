import { Column, Entity } from "typeorm";
import { EditionRow } from "../shared/editions/edition.entity";
import { defineKind } from "../shared/editions/kind";
import { copiedTextSurvey, sameNameSurvey } from "../shared/editions/rules/copies";
import { likenessKeys } from "../shared/editions/rules/likeness";
import { isFree } from "./fee.rules";
import { duplicatesSurvey } from "./service.duplicates";
import { Service } from "./service.entity";
import { onlinePoints, requestedEvidence, serviceRules } from "./service.rules";
import { subsidiariesSurvey } from "./service.tree.rules";

@Entity("service")
export class ServiceEdition extends EditionRow {
  @Column("text")
  competentAuthority!: string;

  @Column("text", { nullable: true })
  owningUnit!: string | null;

  @Column("text")
  category!: string;

  @Column("text")
  type!: string;

  @Column("text", { nullable: true })
  parentService!: string | null;

  @Column("text")
  deliveryScope!: string;

  /** The `status` of the document; the edition has a status of its own. */
  @Column("text")
  availability!: string;

  @Column("boolean")
  isFree!: boolean;

  @Column("text", { array: true })
  online!: string[];

  @Column("text", { array: true })
  audience!: string[];

  @Column("text", { array: true })
  lifeEvents!: string[];

  @Column("text", { array: true })
  channels!: string[];

  @Column("text", { array: true })
  requires!: string[];

  @Column("text", { array: true })
  requirements!: string[];

  @Column("text", { array: true })
  legalResources!: string[];

  @Column("text", { array: true })
  evidence!: string[];

  /** The keys of its name, by which services that are named nearly the same find each other. */
  @Column("integer", { array: true, default: [] })
  likeness!: number[];
}

export const serviceKind = defineKind<Service, ServiceEdition>({
  document: Service,
  edition: ServiceEdition,
  columns: (service) => ({
    competentAuthority: service.competentAuthority,
    owningUnit: service.owningUnit ?? null,
    category: service.category,
    type: service.type,
    parentService: service.parentService ?? null,
    deliveryScope: service.deliveryScope,
    availability: service.status,
    isFree: isFree(service),
    online: onlinePoints(service),
    audience: service.audience,
    lifeEvents: service.lifeEvents,
    channels: service.channels.map(({ channel }) => channel),
    requires: service.requires,
    requirements: service.requirements,
    legalResources: service.legalResources,
    evidence: requestedEvidence(service),
    likeness: likenessKeys(service.name),
  }),
  entity: ({ competentAuthority }) => competentAuthority,
  rules: serviceRules,
  surveys: [
    subsidiariesSurvey,
    sameNameSurvey(Service, { column: "competent_authority", of: ({ competentAuthority }) => competentAuthority }),
    copiedTextSurvey(Service, "description"),
    duplicatesSurvey,
  ],
});
