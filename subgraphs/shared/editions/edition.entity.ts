import { Column, PrimaryColumn } from "typeorm";

/** The SQL condition that an edition is the live one of its record; the indexes of live editions rest on the same. */
export const isLive = (alias = ""): string => `${alias}valid_from IS NOT NULL AND ${alias}valid_to IS NULL`;

/**
 * The columns every edition table has. A row is one immutable edition of one record; only `validTo` is ever written
 * after the row, when the next edition takes its place or the record is withdrawn. An edition that was never public
 * (a draft) has no `validFrom`.
 */
export abstract class EditionRow {
  @PrimaryColumn({ type: "text", collation: "C" })
  code!: string;

  @PrimaryColumn("integer")
  number!: number;

  @Column("text")
  status!: "PUBLISHED";

  @Column("timestamptz", { nullable: true })
  validFrom!: Date | null;

  @Column("timestamptz", { nullable: true })
  validTo!: Date | null;

  @Column("text", { nullable: true })
  note!: string | null;

  /** The name by which lists are ordered, under the collation of its language; empty when missing. */
  @Column({ type: "text", collation: "ar-x-icu" })
  nameAr!: string;

  @Column({ type: "text", collation: "en-x-icu" })
  nameEn!: string;

  /** SHA-256 of the canonical JSON of the document: equal hashes mean that nothing changed. */
  @Column("text")
  hash!: string;

  @Column("jsonb")
  document!: object;

  /** Everything the document refers to, each as type and code with a colon between. */
  @Column("text", { array: true, default: [] })
  refs!: string[];

  /** The quality score by what was found when it was published; null for what was published before there were scores. */
  @Column("smallint", { nullable: true })
  quality!: number | null;

  /** The codes of what was found then, one for each problem. */
  @Column("text", { array: true, default: [] })
  findings!: string[];
}
