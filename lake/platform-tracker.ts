import { trackingKeys } from '../core/contracts/keys.ts';
import type { ModelVersion } from '../core/contracts/model-version.ts';
import type { ObjectStore, PlatformTracker, Tracker } from '../core/ports.ts';
import { objectTracker } from './object-tracker.ts';
import { tellNews } from './waiting/news.ts';

export interface TrackingServers {
  /** The one that runs are recorded on; undefined where they are kept as files. */
  readonly own: string | undefined;
  /** A server by its address; undefined where this platform does not speak to it. */
  at(uri: string): Tracker | undefined;
}

const NO_SERVERS: TrackingServers = { own: undefined, at: () => undefined };

/**
 * The tracker of a platform whose versions may have been tracked elsewhere: as files before there was a server, on a server that has another
 * address by now, or that only the shell of that run was told of.
 *
 * @param store the artifacts
 */
export function platformTracker(store: ObjectStore, servers: TrackingServers = NO_SERVERS): PlatformTracker {
  const files = objectTracker(store);
  const known = new Map<string, Tracker | undefined>();
  const at = (uri: string): Tracker | undefined => {
    if (!known.has(uri)) known.set(uri, servers.at(uri));
    return known.get(uri);
  };
  const own = (servers.own === undefined ? undefined : at(servers.own)) ?? files;
  return {
    uri: servers.own,
    record: (...args) => own.record(...args),
    evaluate: (...args) => own.evaluate(...args),
    markProduction: (...args) => own.markProduction(...args),
    markRefused: (...args) => own.markRefused(...args),
    of: async ({ dataset, runId, tracking }: Pick<ModelVersion, 'dataset' | 'runId' | 'tracking'>) => {
      if (tracking !== undefined) return at(tracking.uri) ?? own;
      // A record that names no server is of a run that was kept as files, or that a release up to 0.2.0 has tracked on the platform's own.
      return (await store.head(trackingKeys.run(dataset, runId))) === undefined ? own : files;
    },
    news: () => tellNews(store),
  };
}
