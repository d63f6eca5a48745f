import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import type { PlatformTracker } from '../../core/ports.ts';

const down = async () =>
  Promise.reject(new PlatformError(ERROR_NAMES.trackingFailed, { problem: 'the server is down' }));

/** Nobody answers. */
export const TRACKER_DOWN: PlatformTracker = {
  ...{ record: down, evaluate: down, markProduction: down, markRefused: down },
  ...{ uri: undefined, of: async () => TRACKER_DOWN, news: async () => '' },
};
