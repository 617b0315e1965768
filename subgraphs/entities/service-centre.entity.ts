import { Directive, ObjectType } from "type-graphql";
import {
  Aliases,
  CodeListed,
  ForeignReference,
  Integer,
  LanguageTag,
  LocalDate,
  Localized,
  Nested,
  PublishedRecord,
  Quantity,
  Reference,
  Scalar,
  Schedule,
  Text,
  type Texts,
} from "../../schema/vocabulary";
import { ContactPoint } from "./contact-point";
import { GovernmentEntity } from "./government-entity.entity";
import { OrganizationalUnit } from "./organizational-unit.entity";
import { CodeListItem, Service } from "./stubs";

@ObjectType({ description: "A postal and street address (Open Referral HSDS address)." })
export class Address {
  @Localized("Street and building; null when there is no street name.", { optional: true })
  street?: Texts;

  @Localized("District or suburb; null when not known.", { optional: true })
  district?: Texts;

  @CodeListed(() => CodeListItem, "PLACE", "The city or town.")
  city!: string;

  @CodeListed(() => CodeListItem, "PLACE", "The emirate.")
  emirate!: string;

  @Text("The number of its post-office box; null when it has none.", { optional: true, maxLength: 12 })
  postalBox?: string;
}

@ObjectType({ description: "A rating in stars that a centre was awarded." })
export class StarRating {
  @Integer("How many stars, from 2 to 7.", { minimum: 2, maximum: 7 })
  stars!: number;

  @Text('The assessment cycle, such as "2024".', { maxLength: 20 })
  cycle!: string;

  @Scalar(LocalDate, "The day of the award.")
  awardedOn!: string;
}

@Directive(`@key(fields: "id")`)
@ObjectType({
  implements: PublishedRecord,
  description: "A place where people are served in person (Open Referral HSDS location).",
})
export class ServiceCentre extends PublishedRecord {
  @Localized("Its name.")
  name!: Texts;

  @Aliases("Names people also use.")
  alternativeNames!: Texts[];

  @Reference(() => GovernmentEntity, "The entity that runs it.")
  entity!: string;

  @Reference(() => OrganizationalUnit, "The unit that runs it; null when it is the entity as a whole.", { optional: true })
  unit?: string;

  @Nested(() => Address, "Where it is.")
  address!: Address;

  @Quantity("Latitude in degrees north (WGS 84).", { minimum: -90, maximum: 90 })
  latitude!: number;

  @Quantity("Longitude in degrees east (WGS 84).", { minimum: -180, maximum: 180 })
  longitude!: number;

  @Nested(() => Schedule, "Its opening hours through the seasons of the year.", { list: true, minItems: 1 })
  schedules!: Schedule[];

  @CodeListed(() => CodeListItem, "ACCESSIBILITY", "What makes it accessible.", { list: true })
  accessibility!: string[];

  @Scalar(LanguageTag, "The languages spoken at its counters.", { list: true })
  languages!: string[];

  @Nested(() => ContactPoint, "Ways to reach it.", { list: true })
  contactPoints!: ContactPoint[];

  @ForeignReference(() => Service, "The services it offers.", { list: true })
  services!: string[];

  @Nested(() => StarRating, "Star ratings it was awarded, as its publisher ordered them.", { list: true })
  starRatings!: StarRating[];
}
