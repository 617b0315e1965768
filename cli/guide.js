#!/usr/bin/env node
// Runs the TypeScript of this project directly.
require("tsx/cjs");
require("./guide.ts");
