import "reflect-metadata";
import { serveAlone } from "../shared/serve";
import { entitiesSubgraph } from "./subgraph";

serveAlone(entitiesSubgraph);
