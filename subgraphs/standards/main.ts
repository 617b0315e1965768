import "reflect-metadata";
import { serveAlone } from "../shared/serve";
import { standardsSubgraph } from "./subgraph";

serveAlone(standardsSubgraph);
