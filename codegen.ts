import type { CodegenConfig } from "@graphql-codegen/cli";

/** Types of the flagship operations for the tests: what a client of the guide would generate for itself. */
const config: CodegenConfig = {
  schema: "schema/api.graphql",
  documents: "schema/operations/*.graphql",
  generates: {
    "tests/generated/": {
      preset: "client",
      presetConfig: { fragmentMasking: false },
      config: {
        enumsAsTypes: true,
        defaultScalarType: "string",
        useTypeImports: true,
      },
    },
  },
};

export default config;
