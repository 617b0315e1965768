import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLInputType,
  type GraphQLNamedInputType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  typeFromAST,
} from "graphql";

/** Custom scalars travel as text: codes, dates, decimals, addresses. */
const SCALARS: Readonly<Record<string, string>> = { Boolean: "boolean", Float: "number", Int: "number" };

/** A field of an answer: everything selected under its name, and whether a directive may leave it out. */
interface SelectedField {
  readonly node: FieldNode;
  readonly selections: SelectionSetNode[];
  readonly optional: boolean;
}

/** Writes the types of an operation in TypeScript. */
export class OperationTypes {
  /** Enums and input types the operation uses, by name. */
  readonly named = new Map<string, string>();

  readonly #schema: GraphQLSchema;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;

  constructor(schema: GraphQLSchema, document: DocumentNode) {
    this.#schema = schema;
    this.#fragments = new Map(
      document.definitions.flatMap((each) => (each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as const] : [])),
    );
  }

  /** The type of the data an operation answers. */
  data({ operation, selectionSet }: OperationDefinitionNode): string {
    const root = this.#schema.getRootType(operation);
    if (!root) throw new Error(`The schema has no ${operation}.`);
    return this.#composite(root, [selectionSet], "");
  }

  /** The type of its variables. */
  variables({ variableDefinitions = [] }: OperationDefinitionNode): string {
    const lines = variableDefinitions.map(({ variable, type: node, defaultValue }) => {
      const type = typeFromAST(this.#schema, node) as GraphQLInputType;
      const optional = defaultValue !== undefined || !isNonNullType(type);
      return `  ${variable.name.value}${optional ? "?" : ""}: ${this.#input(type)};`;
    });
    return lines.length === 0 ? "Record<string, never>" : braced(lines, "");
  }

  #output(type: GraphQLOutputType, selections: readonly SelectionSetNode[], indent: string): string {
    if (!isNonNullType(type)) return `${this.#present(type, selections, indent)} | null`;
    return this.#present(type.ofType, selections, indent);
  }

  #present(type: GraphQLOutputType, selections: readonly SelectionSetNode[], indent: string): string {
    if (isNonNullType(type)) return this.#present(type.ofType, selections, indent);
    if (isListType(type)) return listOf(this.#output(type.ofType, selections, indent));
    if (isScalarType(type) || isEnumType(type)) return this.#leaf(type);
    return this.#composite(type, selections, indent);
  }

  /** One object type, or a union of those an interface or union stands for that differ in what is selected. */
  #composite(type: GraphQLCompositeType, selections: readonly SelectionSetNode[], indent: string): string {
    const alike = new Map<string, GraphQLObjectType[]>();
    for (const possible of isObjectType(type) ? [type] : this.#schema.getPossibleTypes(type)) {
      const shape = this.#object(possible, [], selections, indent);
      alike.set(shape, [...(alike.get(shape) ?? []), possible]);
    }
    const shapes = [...alike.values()].map((types) => this.#object(types[0], types, selections, indent));
    return shapes.join(" | ");
  }

  #object(
    type: GraphQLObjectType | undefined,
    names: readonly GraphQLObjectType[],
    selections: readonly SelectionSetNode[],
    indent: string,
  ): string {
    if (!type) return "never";
    const inner = `${indent}  `;
    const lines = [...this.#fieldsOf(type, selections)].map(([key, { node, selections: under, optional }]) => {
      const field = type.getFields()[node.name.value];
      const text = field ? this.#output(field.type, under, inner) : names.map(({ name }) => JSON.stringify(name)).join(" | ");
      return `${inner}${key}${optional ? "?" : ""}: ${text};`;
    });
    return braced(lines, indent);
  }

  /** What is selected of an object type, through fragments, by the names in the answer. */
  #fieldsOf(type: GraphQLObjectType, selections: readonly SelectionSetNode[]): Map<string, SelectedField> {
    const fields = new Map<string, SelectedField>();
    const collect = (nodes: readonly SelectionNode[], inherited: boolean): void => {
      for (const node of nodes) {
        const optional = inherited || (node.directives ?? []).some(({ name }) => ["skip", "include"].includes(name.value));
        if (node.kind === Kind.FIELD) {
          const key = (node.alias ?? node.name).value;
          const before = fields.get(key);
          const under = node.selectionSet ? [node.selectionSet] : [];
          fields.set(key, {
            node,
            selections: [...(before?.selections ?? []), ...under],
            optional: optional && (before?.optional ?? true),
          });
        } else {
          const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : this.#fragments.get(node.name.value);
          if (fragment && this.#applies(fragment.typeCondition?.name.value, type))
            collect(fragment.selectionSet.selections, optional);
        }
      }
    };
    collect(
      selections.flatMap((each) => each.selections),
      false,
    );
    return fields;
  }

  #applies(condition: string | undefined, type: GraphQLObjectType): boolean {
    if (condition === undefined || condition === type.name) return true;
    const abstract = this.#schema.getType(condition);
    return isAbstractType(abstract) && this.#schema.isSubType(abstract, type);
  }

  #input(type: GraphQLInputType): string {
    if (isNonNullType(type)) return this.#presentInput(type.ofType);
    return `${this.#presentInput(type)} | null`;
  }

  #presentInput(type: GraphQLInputType): string {
    if (isNonNullType(type)) return this.#presentInput(type.ofType);
    return isListType(type) ? listOf(this.#input(type.ofType)) : this.#leaf(type);
  }

  /** A scalar by what it is in JSON; an enum or input type by its name, which is declared once. */
  #leaf(type: GraphQLNamedInputType): string {
    if (isScalarType(type)) return SCALARS[type.name] ?? "string";
    if (this.named.has(type.name)) return type.name;
    this.named.set(type.name, "");
    if (isInputObjectType(type)) {
      const lines = Object.values(type.getFields()).map((field) => {
        const optional = field.defaultValue !== undefined || !isNonNullType(field.type);
        return `  ${field.name}${optional ? "?" : ""}: ${this.#input(field.type)};`;
      });
      this.named.set(type.name, braced(lines, ""));
    } else {
      const values = type.getValues().map(({ name }) => JSON.stringify(name));
      this.named.set(type.name, values.join(" | "));
    }
    return type.name;
  }
}

const listOf = (item: string) => (item.includes(" | ") ? `Array<${item}>` : `${item}[]`);

const braced = (lines: readonly string[], indent: string) => (lines.length === 0 ? "{}" : `{\n${lines.join("\n")}\n${indent}}`);
