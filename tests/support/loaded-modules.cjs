/** Loaded before a program, this writes down the files of every module that it loaded, in the file that MODULES_FILE names. */
const { writeFileSync } = require("node:fs");

process.on("exit", () => writeFileSync(process.env.MODULES_FILE, Object.keys(require.cache).join("\n")));
