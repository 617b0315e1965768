import "reflect-metadata";
import { serveAlone } from "../shared/serve";
import { governanceSubgraph } from "./subgraph";

serveAlone(governanceSubgraph);
