import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';

// Why something waits that nobody has asked the server to take: each is the reason of an entry, for people.

export const ELSEWHERE = new PlatformError(ERROR_NAMES.trackingFailed, {
  problem: 'another run is sending what has waited before it',
});

export function hangs(uri: string): PlatformError {
  return new PlatformError(ERROR_NAMES.trackingFailed, {
    problem: 'the tracking server did not answer in time a moment ago',
    got: uri,
    hint: 'the next training asks it again',
  });
}

export function behind(count: number): PlatformError {
  return new PlatformError(ERROR_NAMES.trackingFailed, {
    problem: 'more waits for the tracking server than is sent at once',
    got: `${count} before it`,
    hint: 'each run that tracks sends some of them',
  });
}
