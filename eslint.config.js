const graphql = require("@graphql-eslint/eslint-plugin");
const { defineConfig } = require("eslint/config");
const typescript = require("typescript-eslint");

const SCHEMA = "schema/api.graphql";
const OPERATIONS = "schema/operations/*.graphql";

const {
  "flat/schema-recommended": schema,
  "flat/schema-relay": relay,
  "flat/operations-recommended": operations,
} = graphql.configs;
const [, naming] = schema.rules["@graphql-eslint/naming-convention"];

const graphqlLanguage = {
  plugins: { "@graphql-eslint": graphql },
  languageOptions: { parser: graphql.parser, parserOptions: { graphQLConfig: { schema: SCHEMA, documents: OPERATIONS } } },
};

/** Types that live inside a record or an answer and cannot be fetched by themselves. A new type without `id` is added here on purpose. */
const VALUE_TYPES = [
  ...["AuditCheckpoint", "AuditEntry", "BulkResult", "Change", "FieldChange", "GuideComparison", "GuideDifference"],
  ...["PublicEdition", "QualityDeduction", "QualityFinding", "QualityReport", "RecordHistory", "RecordProblem"],
  "RecordToReview",
  ...["RecordQuality", "ReviewFlag", "StaleEdition", "ValidationReport", "WebhookDelivery", "WorkingEdition"],
  ...["Address", "AppliedStandard", "AssessmentScore", "Burden", "Comparison", "Compliance", "ComputedBurden"],
  ...["ConceptMatch", "ConceptOption", "ContactPoint", "Edition", "Expression", "Fee", "FeeTier", "FrequentQuestion"],
  ...["ImprovementAction", "JourneyItem", "LocalizedText", "Measurement", "MissedStandard", "MissingReport", "Money"],
  ...[
    "NearbyServiceCentre",
    "OnceOnlyFinding",
    "OnlineStatus",
    "OrganizationChangeEvent",
    "Output",
    "PageInfo",
    "Participation",
    "Performance",
  ],
  ...["PolicyDocumentSection", "RecordSource", "ReportingGap", "RequiredDocument", "Schedule", "Scorecard"],
  ...["ScorecardLine", "ServiceChannel", "StarRating", "Step", "Translation"],
];

module.exports = defineConfig(
  { ignores: ["tests/generated/", "data/", ".guide/", "gateway/explorer/dist/"] },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: ["**/*.ts", "**/*.tsx"],
    extends: [typescript.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: __dirname } },
    rules: {
      "no-console": "error",
      "no-restricted-properties": [
        "error",
        { object: "process", property: "env", message: "The environment is read in configuration.ts, and handed on from there." },
      ],
      "no-restricted-syntax": ["error", { selector: "ExportDefaultDeclaration", message: "Export it by its name." }],
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      // Texts have the official languages because they are checked to, which their type cannot say.
      // Leaving a property out by naming it is how an object is made without it.
      "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true }],
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowNullish: true, allowAny: false, allowBoolean: false, allowRegExp: false },
      ],
      // A type parameter that only says what is answered saves a cast at every call.
      "@typescript-eslint/no-unnecessary-type-parameters": "off",
      // A shorthand that answers nothing is clear, with `void` where the called function does answer something.
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true, ignoreVoidOperator: true }],
      "@typescript-eslint/no-meaningless-void-operator": "off",
      // An async function without await is how something immediate keeps an interface of promises, errors included.
      "@typescript-eslint/require-await": "off",
      // Documents are plain JSON; their classes describe the shape and are never constructed.
      "@typescript-eslint/no-unsafe-class-instance-assignment": "off",
      "@typescript-eslint/no-misused-spread": "off",
    },
  },
  {
    files: ["**/configuration.ts"],
    rules: { "no-restricted-properties": "off" },
  },
  {
    // jest's matchers are of type any wherever they stand in what is expected.
    files: ["tests/**"],
    rules: { "no-restricted-properties": "off", "@typescript-eslint/no-unsafe-assignment": "off" },
  },
  {
    // Tools that load these files take the default export.
    files: ["codegen.ts", "gateway/explorer/vite.config.ts", "tests/support/global-*.ts"],
    rules: { "no-restricted-syntax": "off" },
  },
  {
    ...graphqlLanguage,
    files: [SCHEMA],
    rules: {
      ...schema.rules,
      ...relay.rules,
      "@graphql-eslint/require-description": [
        "error",
        {
          types: true,
          rootField: true,
          FieldDefinition: true,
          InputValueDefinition: true,
          EnumValueDefinition: true,
          DirectiveDefinition: true,
        },
      ],
      "@graphql-eslint/input-name": "error",
      "@graphql-eslint/no-scalar-result-type-on-mutation": "error",
      "@graphql-eslint/require-nullable-result-in-root": "error",
      "@graphql-eslint/require-deprecation-date": "error",
      // Lists are read forward only, until someone needs the other way.
      "@graphql-eslint/relay-arguments": ["error", { includeBoth: false }],
      // Lists that are short by nature are plain lists, and some lists are of findings that are no records.
      "@graphql-eslint/relay-edge-types": [
        "error",
        { withEdgeSuffix: true, shouldImplementNode: false, listTypeCanWrapOnlyEdgeType: false },
      ],
      "@graphql-eslint/strict-id-in-types": [
        "error",
        {
          acceptedIdNames: ["id"],
          acceptedIdTypes: ["ID"],
          exceptions: { types: VALUE_TYPES, suffixes: ["Connection", "Edge", "Payload"] },
        },
      ],
      // An EvidenceType is what CCCEV calls it.
      "@graphql-eslint/naming-convention": [
        "error",
        { ...naming, "ObjectTypeDefinition,ObjectTypeExtension": { forbiddenPrefixes: ["Type"] } },
      ],
      // Of a service, a service centre and the service time are words of their own.
      "@graphql-eslint/no-typename-prefix": "off",
    },
  },
  {
    ...graphqlLanguage,
    files: [OPERATIONS],
    rules: {
      ...operations.rules,
      "@graphql-eslint/lone-executable-definition": ["error", { ignore: ["fragment"] }],
      "@graphql-eslint/match-document-filename": [
        "error",
        { fileExtension: ".graphql", query: "kebab-case", mutation: "kebab-case" },
      ],
    },
  },
);
