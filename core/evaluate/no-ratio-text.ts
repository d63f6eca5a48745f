import type { RunRecord } from './run-record.ts';

/** Why no window's error can be held against the naive's. */
export function noRatioText(windows: readonly RunRecord[]): string {
  const isExact = windows.some(({ naiveRmse }) => naiveRmse === 0);
  return isExact
    ? "The naive's error is 0: what came true was what it said, and no error can be held against that."
    : 'No window has both a realised error and a naive error.';
}
