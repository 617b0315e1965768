import "reflect-metadata";
import { serveAlone } from "../shared/serve";
import { catalogueSubgraph } from "./subgraph";

serveAlone(catalogueSubgraph);
