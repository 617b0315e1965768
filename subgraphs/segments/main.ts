import "reflect-metadata";
import { serveAlone } from "../shared/serve";
import { segmentsSubgraph } from "./subgraph";

serveAlone(segmentsSubgraph);
