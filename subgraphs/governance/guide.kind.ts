import { Entity } from "typeorm";
import { EditionRow } from "../shared/editions/edition.entity";
import { defineKind } from "../shared/editions/kind";
import { Guide } from "./guide.entity";

@Entity("guide")
export class GuideEdition extends EditionRow {}

export const guideKind = defineKind<Guide, GuideEdition>({ document: Guide, edition: GuideEdition, columns: () => ({}) });
