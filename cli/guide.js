#!/usr/bin/env node
// Runs the TypeScript of this project directly, from whatever folder it is called in: its decorators need its settings.
process.env.TSX_TSCONFIG_PATH ??= require("node:path").join(__dirname, "../tsconfig.json");
require("tsx/cjs");
require("./guide.ts");
