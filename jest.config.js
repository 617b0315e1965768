/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  roots: ["<rootDir>/tests"],
  testMatch: ["**/*.test.ts"],
  globalSetup: "<rootDir>/tests/support/global-setup.ts",
  globalTeardown: "<rootDir>/tests/support/global-teardown.ts",
  setupFiles: ["reflect-metadata"],
  transform: {
    "\\.[jt]s$": [
      "@swc/jest",
      {
        jsc: {
          target: "es2022",
          parser: { syntax: "typescript", decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: false, useDefineForClassFields: false },
        },
        module: { type: "commonjs" },
      },
    ],
  },
  // Packages that are published as ES modules only.
  transformIgnorePatterns: ["/node_modules/(?!(jose|sql-template-tag)/)"],
  testTimeout: 30_000,
  maxWorkers: 2,
  // What a file of tests loaded stays in the memory of its worker; collecting gigabytes of it would hold up those that follow.
  workerIdleMemoryLimit: "1GB",
  reporters: ["default", "<rootDir>/tests/support/closing-line.js"],
};
