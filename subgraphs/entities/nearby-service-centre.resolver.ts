import sql, { join, type Sql } from "sql-template-tag";
import { Arg, Ctx, Field, Float, Int, ObjectType, Query, Resolver } from "type-graphql";
import { requireKind } from "../shared/editions/kind";
import { type EditionValues, toRecord } from "../shared/editions/records";
import { badUserInput } from "../shared/errors";
import type { SubgraphContext } from "../shared/request";
import { ServiceCentre } from "./service-centre.entity";
import { ServiceCentreFilter, serviceCentreConditions } from "./service-centre.resolver";

@ObjectType({ description: "A service centre with how far it is from the place that was asked about." })
export class NearbyServiceCentre {
  @Field(() => ServiceCentre, { description: "The centre." })
  centre!: ServiceCentre;

  @Field(() => Int, { description: "How far it is as the crow flies, in whole metres." })
  distance!: number;
}

type Row = EditionValues & { readonly distance: number };

/** People go to one of the nearest few: whoever wants to see them all has `serviceCentres`. */
const MOST_CENTRES = 50;
/** The mean radius of the earth in metres (IUGG). */
const EARTH_RADIUS = 6_371_008.8;
const METRES_OF_A_DEGREE = (Math.PI / 180) * EARTH_RADIUS;

/** A place on the earth in degrees (WGS 84). */
interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

@Resolver()
export class NearbyServiceCentreResolver {
  @Query(() => [NearbyServiceCentre], {
    nullable: true,
    description: "The service centres nearest to a place, nearest first.",
  })
  async serviceCentresNear(
    @Arg("latitude", () => Float, { description: "Latitude of the place in degrees north (WGS 84), from -90 to 90." })
    latitude: number,
    @Arg("longitude", () => Float, { description: "Longitude of the place in degrees east (WGS 84), from -180 to 180." })
    longitude: number,
    @Arg("within", () => Int, { nullable: true, description: "Only centres at most so many metres away." })
    within: number | undefined,
    @Arg("filter", () => ServiceCentreFilter, { nullable: true, description: "Only those that meet every condition given." })
    filter: ServiceCentreFilter | undefined,
    @Arg("first", () => Int, { description: `How many centres, from 1 to ${MOST_CENTRES}.`, defaultValue: 10 })
    first: number,
    @Ctx() { records }: SubgraphContext,
  ): Promise<NearbyServiceCentre[]> {
    const place = { latitude: degrees("latitude", latitude, 90), longitude: degrees("longitude", longitude, 180) };
    const conditions = [
      records.inForce("e"),
      ...(filter ? serviceCentreConditions(filter) : []),
      ...(typeof within === "number" ? inReach(place, within) : []),
    ];
    const rows = await records.query<Row>(sql`
      SELECT e.code, e.number, e.status, e.valid_from, e.note, e.document, round(d.metres)::int AS distance
      FROM service_centre e CROSS JOIN LATERAL (SELECT ${metresFrom(place)} AS metres) d
      WHERE ${join(conditions, " AND ")} ORDER BY d.metres, e.code LIMIT ${checkCount(first)}`);
    const kind = requireKind(ServiceCentre);
    return rows.map(({ distance, ...edition }) => ({ centre: toRecord(kind, edition) as ServiceCentre, distance }));
  }
}

/** The great-circle distance of the row `e` from a place (the haversine formula). */
function metresFrom({ latitude, longitude }: Place): Sql {
  return sql`2 * ${EARTH_RADIUS}::float8 * asin(sqrt(least(1, power(sind((e.latitude - ${latitude}::float8) / 2), 2)
    + cosd(${latitude}::float8) * cosd(e.latitude) * power(sind((e.longitude - ${longitude}::float8) / 2), 2))))`;
}

/** That the row `e` is within reach. The band of latitude is what an index finds, and right at the poles and the date line too. */
function inReach({ latitude }: Place, metres: number): Sql[] {
  if (metres < 1) throw badUserInput(`\`within\` must be 1 metre at least, not ${metres}.`);
  const band = metres / METRES_OF_A_DEGREE;
  return [sql`e.latitude BETWEEN ${latitude - band}::float8 AND ${latitude + band}::float8`, sql`d.metres <= ${metres}::float8`];
}

function degrees(name: string, value: number, most: number): number {
  if (Math.abs(value) <= most) return value;
  throw badUserInput(`\`${name}\` is given in degrees, from -${most} to ${most}, such as 25.35; ${value} is not.`);
}

function checkCount(first: number): number {
  if (first >= 1 && first <= MOST_CENTRES) return first;
  throw badUserInput(`\`first\` must be between 1 and ${MOST_CENTRES}, not ${first}. For all centres, ask \`serviceCentres\`.`);
}
