/**
 * The documented members of request bodies, for data-driven negative cases: read from the description of the API, so that
 * both never disagree. A type that was only inferred is left out: no page promises that another one is refused.
 */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type DocumentedOperation, operations } from './operations.ts';

/** JSON types as JSON Schema names them. */
export type JsonType = 'string' | 'number' | 'integer' | 'boolean' | 'object' | 'array' | 'null';

/** One documented member of a body. */
export interface Field {
  readonly name: string;
  /** What the documentation takes. */
  readonly types: readonly JsonType[];
  readonly format?: string;
  /** The documented list of values. */
  readonly values?: readonly string[];
  /** For arrays: the type of their elements. */
  readonly elements?: JsonType;
}

interface Schema {
  readonly $ref?: string;
  readonly type?: JsonType | readonly JsonType[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly allOf?: readonly Schema[];
  readonly 'x-strength'?: string;
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly requestBody?: unknown }>>>>;
}

/** The description of the API, parsed once. */
export const description: Description = parse(readFileSync(new URL('./openapi.yaml', import.meta.url), 'utf8'));

/** Follows a local reference such as `#/components/schemas/Item`. */
export function resolve(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('$ref' in value) || typeof value.$ref !== 'string') return value;
  let target: unknown = description;
  for (const part of value.$ref.slice(2).split('/')) {
    target = typeof target === 'object' && target !== null ? Reflect.get(target, part) : undefined;
  }
  return resolve(target);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** The schema of an operation's JSON body; `undefined` where it has none. */
function bodySchema(operation: DocumentedOperation): Schema | undefined {
  const { path, method } = operations[operation];
  const body = resolve(description.paths[path]?.[method.toLowerCase()]?.requestBody);
  if (!isRecord(body) || !isRecord(body.content)) return undefined;
  const media = body.content['application/json'];
  return isRecord(media) ? (resolve(media.schema) as Schema) : undefined;
}

function propertiesOf(schema: Schema): Record<string, Schema> {
  const own = schema.properties ?? {};
  const parts = (schema.allOf ?? []).map((part) => propertiesOf(resolve(part) as Schema));
  return Object.assign({}, ...parts, own);
}

/** The documented members of the body of an operation, in the order of the description. */
export function fieldsOf(operation: DocumentedOperation): Field[] {
  const schema = bodySchema(operation);
  if (schema === undefined) return [];
  return Object.entries(propertiesOf(schema)).flatMap(([name, property]): Field[] => {
    const field = resolve(property) as Schema;
    if (property['x-strength'] === 'inferred') return [];
    const types = typeof field.type === 'string' ? [field.type] : [...(field.type ?? [])];
    if (types.length === 0) return [];
    const elements = field.items === undefined ? undefined : (resolve(field.items) as Schema);
    const elementType = elements?.allOf !== undefined ? 'object' : elements?.type;
    const values = (field.enum ?? []).filter((value) => typeof value === 'string');
    return [
      {
        name,
        types,
        ...(field.format === undefined ? {} : { format: field.format }),
        ...(values.length === 0 ? {} : { values }),
        ...(typeof elementType === 'string' ? { elements: elementType } : {}),
      },
    ];
  });
}
