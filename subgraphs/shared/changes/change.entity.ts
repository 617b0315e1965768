import { Column, Entity, PrimaryColumn } from "typeorm";

/**
 * One entry of the change log: what was published or withdrawn, in one order for the whole guide. It is written in the
 * transaction of the change itself, and never altered. The subgraph `governance` owns the table.
 */
@Entity("change", { schema: "governance" })
export class Change {
  /** Taken under a lock that is held until commit, so that positions become visible in their order. */
  @PrimaryColumn("bigint", { generated: "identity" })
  position!: string;

  @Column("text")
  kind!: string;

  @Column({ type: "text", collation: "C" })
  code!: string;

  /** The number of the edition published; null for a withdrawal or a batch. */
  @Column("integer", { nullable: true })
  edition!: number | null;

  /** A correction changed wording only; everything else that is published is new, or works otherwise than before. */
  @Column("text")
  action!: "PUBLISH" | "CORRECT" | "WITHDRAW";

  /** The entity (its code) whose change it is; null when it is nobody's in particular. */
  @Column("text", { nullable: true })
  entity!: string | null;

  /** The entity whose record it was until then; null unless it is another's now. */
  @Column("text", { nullable: true })
  previousEntity!: string | null;

  @Column("timestamptz")
  occurredAt!: Date;
}

/** A change as its writer states it. */
export type NewChange = Omit<Change, "position" | "previousEntity"> & Partial<Pick<Change, "previousEntity">>;
