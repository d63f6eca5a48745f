import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** What botocore ships of a service: https://github.com/boto/botocore/tree/develop/botocore/data; the part that says what a request may hold. */
export interface ServiceModel {
  readonly operations: Readonly<Record<string, { readonly input: { readonly shape: string } }>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

export type Shape =
  | {
      readonly type: 'structure';
      readonly members: Readonly<Record<string, ShapeRef>>;
      readonly required?: readonly string[];
      readonly union?: boolean;
    }
  | ({ readonly type: 'list'; readonly member: ShapeRef } & Bounds)
  | ({ readonly type: 'map'; readonly key: ShapeRef; readonly value: ShapeRef } & Bounds)
  | ({ readonly type: 'string'; readonly enum?: readonly string[]; readonly pattern?: string } & Bounds)
  | ({ readonly type: 'integer' | 'long' | 'float' | 'double' } & Bounds)
  | { readonly type: 'boolean' };

interface ShapeRef {
  readonly shape: string;
}

/** Of a number its value, of everything else its length. */
interface Bounds {
  readonly min?: number;
  readonly max?: number;
}

/** @param sitePackages where Python's packages are installed; botocore keeps a folder a version of the service's API there */
export function readServiceModel(sitePackages: string, service: string): ServiceModel {
  const folder = join(sitePackages, 'botocore', 'data', service);
  const newest = readdirSync(folder).sort().at(-1);
  if (newest === undefined) throw new Error(`${folder} is empty: botocore knows no version of '${service}'`);
  const packed = readFileSync(join(folder, newest, 'service-2.json.gz'));
  return JSON.parse(gunzipSync(packed).toString('utf8')) as ServiceModel;
}

/** Everything in the request that the service would refuse, each with its place: botocore's own validator checks no enum, pattern or maximum. */
export function requestProblems(model: ServiceModel, operation: string, request: unknown): readonly string[] {
  const input = model.operations[operation]?.input;
  if (input === undefined) throw new Error(`the service model has no operation '${operation}'`);
  return problemsAt(model, input.shape, { value: request, path: operation });
}

interface Place {
  readonly value: unknown;
  readonly path: string;
}

function problemsAt(model: ServiceModel, name: string, place: Place): readonly string[] {
  const shape = model.shapes[name];
  if (shape === undefined) throw new Error(`the service model has no shape '${name}', which ${place.path} has`);
  switch (shape.type) {
    case 'structure':
      return structureProblems(model, shape, place);
    case 'list':
      return listProblems(model, shape, place);
    case 'map':
      return mapProblems(model, shape, place);
    case 'string':
      return stringProblems(shape, place);
    case 'boolean':
      return typeof place.value === 'boolean' ? [] : [wrongType(place, 'true or false')];
    case 'integer':
    case 'long':
      return Number.isInteger(place.value) ? boundsProblems(shape, place) : [wrongType(place, 'a whole number')];
    case 'float':
    case 'double':
      return typeof place.value === 'number' ? boundsProblems(shape, place) : [wrongType(place, 'a number')];
    default:
      // Another type than those that the model's type names here: nothing is let through unchecked.
      throw new Error(
        `${place.path} is of the type '${String((shape satisfies never as Shape).type)}', which is not checked`,
      );
  }
}

function structureProblems(
  model: ServiceModel,
  shape: Shape & { type: 'structure' },
  { value, path }: Place,
): string[] {
  if (!isRecord(value)) return [wrongType({ value, path }, 'an object')];
  const missing = (shape.required ?? []).filter((field) => value[field] === undefined);
  const alone = shape.union === true && Object.keys(value).length !== 1;
  return [
    ...missing.map((field) => `${path}.${field} is missing, which is required`),
    ...(alone ? [`${path} must have exactly one of its fields; got ${Object.keys(value).join(', ') || 'none'}`] : []),
    ...Object.entries(value).flatMap(([field, inner]) => {
      const member = shape.members[field];
      if (member === undefined) return [`${path}.${field} is no field of the request; got ${text(inner)}`];
      return problemsAt(model, member.shape, { value: inner, path: `${path}.${field}` });
    }),
  ];
}

function listProblems(model: ServiceModel, shape: Shape & { type: 'list' }, { value, path }: Place): string[] {
  if (!Array.isArray(value)) return [wrongType({ value, path }, 'a list')];
  const items: readonly unknown[] = value;
  return [
    ...outside(shape, { size: items.length, path, unit: 'entries' }),
    ...items.flatMap((item, i) => problemsAt(model, shape.member.shape, { value: item, path: `${path}[${i}]` })),
  ];
}

function mapProblems(model: ServiceModel, shape: Shape & { type: 'map' }, { value, path }: Place): string[] {
  if (!isRecord(value)) return [wrongType({ value, path }, 'an object')];
  const entries = Object.entries(value);
  return [
    ...outside(shape, { size: entries.length, path, unit: 'entries' }),
    ...entries.flatMap(([key, inner]) => [
      ...problemsAt(model, shape.key.shape, { value: key, path: `${path}'s key ${key}` }),
      ...problemsAt(model, shape.value.shape, { value: inner, path: `${path}.${key}` }),
    ]),
  ];
}

function stringProblems(shape: Shape & { type: 'string' }, { value, path }: Place): string[] {
  if (typeof value !== 'string') return [wrongType({ value, path }, 'text')];
  const { enum: words, pattern } = shape;
  return [
    ...(words === undefined || words.includes(value) ? [] : [`${path} is ${text(value)}; allowed: ${listed(words)}`]),
    ...(pattern === undefined || matches(pattern, value) ? [] : [`${path} is ${text(value)}; allowed: ${pattern}`]),
    ...outside(shape, { size: Array.from(value).length, path, unit: 'characters' }),
  ];
}

/** Some fields know hundreds of words. */
function listed(words: readonly string[]): string {
  const shown = words.slice(0, 10);
  return shown.length === words.length
    ? shown.join(', ')
    : `${shown.join(', ')} and ${words.length - shown.length} more`;
}

function boundsProblems(bounds: Bounds, { value, path }: Place): readonly string[] {
  return outside(bounds, { size: Number(value), path, unit: '' });
}

function outside(
  { min, max }: Bounds,
  found: { readonly size: number; readonly path: string; readonly unit: string },
): string[] {
  const { size, path, unit } = found;
  if (size >= (min ?? -Infinity) && size <= (max ?? Infinity)) return [];
  return [`${path} is ${size} ${unit}; allowed: ${min ?? 'any'} to ${max ?? 'any'}`.replace(' ;', ';')];
}

/** The service matches the whole of a value. Some patterns escape what the strict mode of JavaScript leaves unescaped. */
function matches(pattern: string, value: string): boolean {
  const whole = `^(?:${pattern})$`;
  const needsUnicode = /\\p\{/.test(pattern);
  return new RegExp(whole, needsUnicode ? 'u' : '').test(value);
}

function wrongType({ value, path }: Place, wanted: string): string {
  return `${path} must be ${wanted}; got ${text(value)}`;
}

function text(value: unknown): string {
  return JSON.stringify(value) ?? 'nothing';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
