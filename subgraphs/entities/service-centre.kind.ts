import { Column, Entity } from "typeorm";
import { EditionRow } from "../shared/editions/edition.entity";
import { defineKind } from "../shared/editions/kind";
import { ServiceCentre } from "./service-centre.entity";
import { serviceCentreRules, serviceCentreSurveys } from "./service-centre.rules";

@Entity("service_centre")
export class ServiceCentreEdition extends EditionRow {
  @Column("text")
  entity!: string;

  @Column("text", { nullable: true })
  unit!: string | null;

  @Column("text")
  city!: string;

  @Column("text", { array: true })
  services!: string[];

  @Column("double precision")
  latitude!: number;

  @Column("double precision")
  longitude!: number;
}

export const serviceCentreKind = defineKind<ServiceCentre, ServiceCentreEdition>({
  document: ServiceCentre,
  edition: ServiceCentreEdition,
  columns: ({ entity, unit, address, services, latitude, longitude }) => ({
    entity,
    unit: unit ?? null,
    city: address.city,
    services,
    latitude,
    longitude,
  }),
  entity: ({ entity }) => entity,
  rules: serviceCentreRules,
  surveys: serviceCentreSurveys,
});
