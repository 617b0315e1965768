import { Load } from "../shared/Load";
import { openPage } from "../shared/page";
import { LOADING_SUPERGRAPH, loadSupergraph, SUPERGRAPH_FAILED } from "../supergraph/load";
import { MapPage } from "./MapPage";
import "./map.css";

openPage(
  { ar: "خريطة المخطط · الدليل الموحّد للخدمات", en: "Schema map · The unified services guide" },
  <Load from={loadSupergraph} loading={LOADING_SUPERGRAPH} failed={SUPERGRAPH_FAILED}>
    {(supergraph) => <MapPage supergraph={supergraph} />}
  </Load>,
);
