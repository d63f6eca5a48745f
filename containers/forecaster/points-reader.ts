import { readFileSync } from 'node:fs';
import type { SeriesPoints } from '../../core/backtest/series-points.ts';
import { decodePoints } from './points.ts';

type PointsBySeries = ReadonlyMap<string, SeriesPoints>;

/**
 * Neighbouring blocks lie in the same files or the next ones: the last few are kept.
 *
 * @param lastKnown points of later periods are not read
 */
export function pointsReader(lastKnown: number, kept: number) {
  const files = new Map<string, PointsBySeries>();
  return (file: string | undefined, uniqueId: string): SeriesPoints | undefined => {
    if (file === undefined) return undefined;
    const known = files.get(file) ?? decodePoints(readFileSync(file), lastKnown);
    files.delete(file);
    files.set(file, known);
    for (const oldest of [...files.keys()].slice(0, Math.max(0, files.size - kept))) files.delete(oldest);
    return known.get(uniqueId);
  };
}
