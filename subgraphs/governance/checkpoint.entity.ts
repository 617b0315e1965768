import { Field, ID, Int, ObjectType } from "type-graphql";
import { connectionOf, DateTime, LocalDate } from "../../schema/vocabulary";

@ObjectType({ description: "A public key with which the guide's signatures can be checked." })
export class AuditKey {
  @Field(() => ID, { description: "The SHA-256 thumbprint of the key (RFC 7638)." })
  id!: string;

  @Field(() => String, { description: "The Ed25519 public key as PEM." })
  publicKey!: string;

  @Field(() => DateTime, { description: "When the guide began to use it." })
  firstUsedAt!: Date;
}

@ObjectType({
  description:
    "Where the audit chain stood at the end of a day, signed. Whoever notes one can tell later whether anything before it was altered.",
})
export class AuditCheckpoint {
  @Field(() => LocalDate, { description: "The day, in UTC." })
  day!: string;

  @Field(() => Int, { description: "The last entry of the day." })
  sequence!: number;

  @Field(() => String, { description: "The hash of that entry, which covers all before it." })
  hash!: string;

  @Field(() => String, { description: "When it was signed: UTC to the microsecond, as the signature covers it." })
  signedAt!: string;

  @Field(() => ID, { description: "The key it was signed with." })
  keyId!: string;

  @Field(() => String, {
    description:
      "The Ed25519 signature, base64url, of the canonical JSON (RFC 8785) of `day`, `hash`, `sequence` and `signedAt`.",
  })
  signature!: string;
}

export const AuditCheckpointConnection = connectionOf(() => AuditCheckpoint, "AuditCheckpoint", "checkpoints of the audit chain");
