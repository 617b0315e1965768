import type { GraphQLResolveInfo } from "graphql";
import sql, { empty } from "sql-template-tag";
import { Arg, Ctx, Field, Info, Int, ObjectType, Query, Resolver } from "type-graphql";
import { Code, type Connection, connectionOf } from "../../schema/vocabulary";
import { After, First } from "../shared/editions/queries";
import { connectionOfPage, pageOf } from "../shared/keyset";
import type { SubgraphContext } from "../shared/request";
import { EvidenceType } from "./evidence-type.entity";
import { Service } from "./service.entity";

@ObjectType({
  description: "A service asks its customers for a document that another service of the guide issues: government has it already.",
})
export class OnceOnlyFinding {
  @Field(() => Service, { nullable: true, description: "The service that asks for the document." })
  service!: Service | null;

  @Field(() => EvidenceType, { nullable: true, description: "The document." })
  evidence!: EvidenceType | null;

  @Field(() => Service, { nullable: true, description: "The service that issues it." })
  producedBy!: Service | null;

  @Field(() => Int, { description: "How many services ask for this document." })
  requestCount!: number;
}

const OnceOnlyFindingConnection = connectionOf(() => OnceOnlyFinding, "OnceOnlyFinding", "documents asked for more than once");

interface Row {
  readonly service: string;
  readonly evidence: string;
  readonly producer: string;
  readonly requests: string;
}

@Resolver()
export class OnceOnlyResolver {
  @Query(() => OnceOnlyFindingConnection, {
    nullable: true,
    description:
      "The once-only report: documents that active services ask for although another active service of the guide issues them, by service and document.",
  })
  async onceOnlyReport(
    @First() first: number,
    @After() after: string | undefined,
    @Arg("entity", () => Code, { nullable: true, description: "Only services of the entity with this code." })
    entity: string | undefined,
    @Ctx() { records }: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<OnceOnlyFinding>> {
    const page = pageOf(["once-only", entity ?? null], first, after);
    const { position } = page;
    const findings = sql`FROM service s CROSS JOIN LATERAL unnest(s.evidence) AS asked(code)
      JOIN evidence_type v ON v.code = asked.code AND ${records.inForce("v")}
      JOIN service p ON p.code = v.produced_by AND ${records.inForce("p")}
      WHERE ${records.inForce("s")} AND p.code <> s.code AND s.availability = 'ACTIVE' AND p.availability = 'ACTIVE' ${entity ? sql`AND s.competent_authority = ${entity}` : empty}`;
    const rows = await records.query<Row>(
      sql`SELECT s.code AS service, v.code AS evidence, p.code AS producer,
            (SELECT count(*) FROM service o WHERE ${records.inForce("o")} AND o.availability = 'ACTIVE' AND o.evidence @> ARRAY[v.code]) AS requests
          ${findings} ${position ? sql`AND (s.code, v.code) > (${position.sort ?? ""}::text, ${position.code}::text)` : empty}
          ORDER BY s.code, v.code LIMIT ${page.first + 1}`,
    );
    const entries = await Promise.all(
      rows.map(async (row) => {
        const [service, evidence, producedBy] = await Promise.all([
          records.load(Service, row.service, info),
          records.load(EvidenceType, row.evidence, info),
          records.load(Service, row.producer, info),
        ]);
        return {
          position: { sort: row.service, code: row.evidence },
          node: { service, evidence, producedBy, requestCount: Number(row.requests) },
        };
      }),
    );
    return connectionOfPage(page, entries, async () => {
      const [row] = await records.query<{ count: string }>(sql`SELECT count(*) AS count ${findings}`);
      return Number(row?.count ?? 0);
    });
  }
}
