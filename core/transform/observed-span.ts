import { DAY_MS, HOUR_MS } from '../series/duration.ts';
import type { Ledger } from './ledger.ts';
import type { Slice } from './slice.ts';

/** The first and the last instant of a slice that any series has an observation at, to the day or the hour as the ledger has them. */
export function observedSpan(
  { step, dated }: Ledger,
  { startMs, endMs }: Slice,
): { readonly firstMs: number; readonly lastMs: number } | undefined {
  const stepMs = step === 'day' ? DAY_MS : HOUR_MS;
  let span: { readonly firstMs: number; readonly lastMs: number } | undefined;
  for (const { from, to, silver } of dated) {
    if (silver === 0) continue;
    const fromMs = Date.parse(from);
    const firstMs = fromMs + Math.max(0, Math.ceil((startMs - fromMs) / stepMs)) * stepMs;
    const lastMs = Math.min(Date.parse(to), fromMs + (Math.ceil((endMs - fromMs) / stepMs) - 1) * stepMs);
    if (firstMs > lastMs) continue;
    span = { firstMs: span?.firstMs ?? firstMs, lastMs };
  }
  return span;
}
