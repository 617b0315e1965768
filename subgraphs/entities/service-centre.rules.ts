import { sameNameSurvey } from "../shared/editions/rules/copies";
import { describeRules } from "../shared/editions/rules/described";
import { sameEntity } from "../shared/editions/rules/entity";
import { schedulesSound } from "../shared/editions/rules/schedules";
import { type Problem, problem, type RuleContext, type Survey } from "../shared/editions/validation";
import { reachable } from "./government-entity.rules";
import { OrganizationalUnit } from "./organizational-unit.entity";
import { ServiceCentre } from "./service-centre.entity";

describeRules("ERROR", ["ServiceCentre"], {
  WRONG_COORDINATES: {
    en: "Coordinates are exchanged, or those of no place at all.",
    ar: "إحداثيات معكوسة أو لا تدل على مكان.",
  },
});
describeRules("WARNING", ["ServiceCentre"], {
  FAR_COORDINATES: { en: "Coordinates lie outside the emirate's country.", ar: "إحداثيات خارج دولة الإمارة المذكورة." },
});

/** A centre's hours are sound, the unit that runs it is of its entity, and it is where it says it is. */
export async function serviceCentreRules(centre: ServiceCentre, { find }: RuleContext): Promise<Problem[]> {
  const unit = centre.unit === undefined ? undefined : await find(OrganizationalUnit, centre.unit);
  return [
    ...schedulesSound(centre.schedules, "$.schedules"),
    ...centre.contactPoints.flatMap(({ schedules }, index) => schedulesSound(schedules, `$.contactPoints[${index}].schedules`)),
    ...sameEntity(centre.entity, unit?.entity, "$.unit"),
    ...placeSound(centre),
    ...reachable(centre),
  ];
}

export const serviceCentreSurveys: readonly Survey<ServiceCentre>[] = [
  sameNameSurvey(ServiceCentre, { column: "entity", of: ({ entity }) => entity }),
];

/** The codes of the emirates in the code list PLACE: a centre in one of them lies in the United Arab Emirates. */
const EMIRATES: ReadonlySet<string> = new Set([
  "ABU_DHABI",
  "AJMAN",
  "DUBAI",
  "FUJAIRAH",
  "RAS_AL_KHAIMAH",
  "SHARJAH",
  "UMM_AL_QUWAIN",
]);
/** The United Arab Emirates with their islands, in degrees. */
const COUNTRY = { south: 22.4, north: 26.6, west: 51, east: 56.7 } as const;

const isInCountry = (latitude: number, longitude: number): boolean =>
  COUNTRY.south <= latitude && latitude <= COUNTRY.north && COUNTRY.west <= longitude && longitude <= COUNTRY.east;

function placeSound({ latitude, longitude, address }: ServiceCentre): Problem[] {
  if (latitude === 0 && longitude === 0) return [wrongPlace("0, 0")];
  if (!EMIRATES.has(address.emirate) || isInCountry(latitude, longitude)) return [];
  return [isInCountry(longitude, latitude) ? wrongPlace(`${latitude}, ${longitude}`) : farPlace(`${latitude}, ${longitude}`)];
}

const wrongPlace = (place: string): Problem =>
  problem(
    "WRONG_COORDINATES",
    "$.latitude",
    { en: `${place} is where no centre stands.`, ar: `الإحداثيات ${place} لا تدل على موقع المركز.` },
    {
      en: "Write degrees north as latitude and degrees east as longitude, such as 25.35 and 55.39.",
      ar: "اكتب درجات الشمال في خط العرض ودرجات الشرق في خط الطول مثل 25.35 و55.39.",
    },
  );

const farPlace = (place: string): Problem =>
  problem(
    "FAR_COORDINATES",
    "$.latitude",
    { en: `${place} lies outside the United Arab Emirates.`, ar: `الإحداثيات ${place} خارج دولة الإمارات العربية المتحدة.` },
    { en: "Correct the coordinates, or the emirate of the address.", ar: "صحّح الإحداثيات أو الإمارة في العنوان." },
  );
