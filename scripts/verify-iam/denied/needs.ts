import { LAYERS, type Layer } from '../../../core/contracts/layers.ts';
import { bucketLogicalId } from '../../../core/contracts/names.ts';
import { type Call, generationless } from '../judged/call.ts';
import type { JudgedStack } from '../judged/stack.ts';
import { isBeyond, isBeyondObjects } from './beyond.ts';
import { familyOf } from './families.ts';
import { classOf, type KeyClass } from './key-classes.ts';

/** What roles were seen to need: of objects, all of the same family; of a machine's executions, or a group's versions, all. */
export class Needs {
  readonly #known: ReadonlySet<string>;
  readonly #layers: ReadonlyMap<string, Layer>;
  readonly #callers: ReadonlyMap<string, string>;

  constructor(stack: JudgedStack, calls: readonly Call[]) {
    this.#layers = new Map(LAYERS.map((layer) => [stack.names.arn(bucketLogicalId(layer)), layer]));
    this.#callers = new Map(stack.roles.map(({ arn, who }) => [arn, who]));
    this.#known = new Set(calls.flatMap((call) => [this.#key(call), this.#layerOf(call)]));
  }

  /** A bucket's format is raised by whoever writes there. */
  has(call: Call): boolean {
    const found = this.#classOf(call);
    const who = this.#callers.get(call.principal) ?? '';
    if (found === undefined ? isBeyondObjects(who, call.action, call.resource) : isBeyond(who, call.action, found))
      return true;
    return this.#known.has(found?.name.startsWith('format') === true ? this.#layerOf(call) : this.#key(call));
  }

  #key(call: Call): string {
    return [call.principal, call.action, this.#family(call)].join(' ');
  }

  #layerOf({ principal, action, resource }: Call): string {
    return [principal, action, resource.split('/')[0]].join(' ');
  }

  #classOf({ resource }: Call): KeyClass | undefined {
    const [bucket = '', ...key] = resource.split('/');
    const layer = this.#layers.get(bucket);
    return layer === undefined ? undefined : classOf(layer, key.join('/'));
  }

  #family(call: Call): string {
    const { resource, action } = call;
    const found = this.#classOf(call);
    if (found !== undefined) return `${found.layer}: ${familyOf(found, action)}`;
    // A version's signature is checked by the key that signed it, whichever generation that was.
    if (/^kms:(Verify|GetPublicKey)$/.test(action)) return generationless(resource);
    return resource.replace(/(:execution:[^:]+):.*$/, '$1').replace(/(:model-package\/[^/]+)\/.*$/, '$1');
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
