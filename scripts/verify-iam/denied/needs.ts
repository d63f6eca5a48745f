import { LAYERS, type Layer } from '../../../core/contracts/layers.ts';
import { bucketLogicalId } from '../../../core/contracts/names.ts';
import type { Call } from '../judged/call.ts';
import type { JudgedStack } from '../judged/stack.ts';
import { classOf } from './key-classes.ts';

/** What roles were seen to need: of objects, all that are written for the same purpose; of a family of runs, jobs and versions, all. */
export class Needs {
  readonly #known: ReadonlySet<string>;
  readonly #layers: ReadonlyMap<string, Layer>;

  constructor(stack: JudgedStack, calls: readonly Call[]) {
    this.#layers = new Map(LAYERS.map((layer) => [stack.names.arn(bucketLogicalId(layer)), layer]));
    this.#known = new Set(calls.map((call) => this.#key(call)));
  }

  has(call: Call): boolean {
    return this.#known.has(this.#key(call));
  }

  #key({ principal, action, resource }: Call): string {
    return [principal, action, this.#family(resource)].join(' ');
  }

  #family(resource: string): string {
    const [bucket = '', ...key] = resource.split('/');
    const layer = this.#layers.get(bucket);
    if (layer === undefined)
      return resource.replace(/(:execution:[^:]+):.*$/, '$1').replace(/(:model-package\/[^/]+)\/.*$/, '$1');
    if (key.length === 0) return resource;
    return `${bucket}/${classOf(layer, key.join('/'))?.name ?? key.join('/')}`;
  }
}

/** Objects that nobody knows a purpose of. */
export function withoutClass(stack: JudgedStack, calls: readonly Call[]): readonly string[] {
  return calls.flatMap(({ resource }) =>
    LAYERS.flatMap((layer) => {
      const bucket = `${stack.names.arn(bucketLogicalId(layer))}/`;
      const key = resource.slice(bucket.length);
      return resource.startsWith(bucket) && classOf(layer, key) === undefined ? [`${layer}/${key}`] : [];
    }),
  );
}
