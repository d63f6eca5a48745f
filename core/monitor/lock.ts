import type { Lock } from '../contracts/monitoring.ts';

/** The lock is free, has expired, or is the holder's own: a step that is tried again takes it again. */
export function mayTake(
  lock: Lock | undefined,
  { holder, nowMs }: { readonly holder: string; readonly nowMs: number },
) {
  return lock === undefined || lock.expiresAtMs <= nowMs || lock.holder === holder;
}
