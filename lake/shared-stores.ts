import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import type { SharedLayer } from '../core/contracts/layers.ts';
import type { ObjectStore, SharedStores } from '../core/ports.ts';

/**
 * The shared layers of one other environment, or of none.
 *
 * @param environment its name; undefined where there is none
 */
export function sharedStores(
  environment: string | undefined,
  storeOf: (layer: SharedLayer) => ObjectStore,
): SharedStores {
  return {
    of(asked, layer) {
      if (asked === environment) return storeOf(layer);
      throw new PlatformError(ERROR_NAMES.sourceRefused, {
        problem: 'the source is a table of an environment whose data cannot be read here',
        got: asked,
        allowed: environment ?? 'none',
        hint: "name it in this environment's readsDataOf, and this one in its sharesDataWith",
      });
    },
  };
}
