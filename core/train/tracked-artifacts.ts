import { ERROR_NAMES, PlatformError } from '../contracts/errors.ts';
import type { TrackedRun } from '../contracts/tracking.ts';

/**
 * Every tracker asks this before it writes: in an address or a key, a path with dots leads into another run's folder, and one of two
 * files of a name would be lost. '%' and '#' mean something in an address, and MLflow takes neither.
 *
 * @throws TrackingRefused
 */
export function requireArtifactPaths({ artifacts }: Pick<TrackedRun, 'artifacts'>): void {
  const paths = artifacts.map(({ path }) => path);
  const refused = paths.find((path, i) => !isRelative(path) || paths.indexOf(path) !== i);
  if (refused === undefined) return;
  throw new PlatformError(ERROR_NAMES.trackingRefused, {
    problem: "the path of a run's artifact is refused",
    got: refused,
    allowed:
      "relative, each once, '/' between parts, no empty part, '.' or '..', no backslash, '%', '#' or control character",
  });
}

function isRelative(path: string): boolean {
  return !/[\\%#\p{Cc}]/u.test(path) && path.split('/').every((part) => !['', '.', '..'].includes(part));
}
