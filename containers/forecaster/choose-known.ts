import { poolErrors, type SeriesErrors } from '../../core/backtest/error-sums.ts';
import { lowest } from '../../core/backtest/select.ts';
import { knownErrors } from '../../core/blend/known-errors.ts';
import type { Recipe } from '../../core/contracts/recipe.ts';
import type { PanelMemory } from './memory.ts';
import { byUniqueId } from './parts.ts';
import { pointsReader } from './points-reader.ts';
import type { SeriesBlock } from './series-blocks.ts';

interface Known extends Pick<PanelMemory, 'pointFilesOf'> {
  readonly blocks: AsyncIterable<SeriesBlock>;
  /** The last period of training. */
  readonly last: number;
}

/**
 * The recipe's one candidate as the selection would have chosen it on the day on which training ends. Where no point had come true by then, the
 * naive, or else the first of the list.
 */
export async function chooseKnown(
  { candidates, selectionMetric, seasonLength }: Recipe,
  { blocks, last, pointFilesOf }: Known,
): Promise<string> {
  const pointsOf = pointsReader(last, 2 * candidates.length);
  const found = candidates.map((): { readonly uniqueId: string; readonly errors: SeriesErrors }[] => []);
  for await (const { series } of blocks) {
    for (const one of series) {
      const { uniqueId } = one;
      pointFilesOf(uniqueId).forEach((file, k) => {
        const points = pointsOf(file, uniqueId);
        if (points !== undefined) found[k].push({ uniqueId, errors: knownErrors(points, one, seasonLength) });
      });
    }
  }
  const tried = candidates.map((candidate, k) => {
    return { candidate, crossValidation: poolErrors(byUniqueId(found[k]).map(({ errors }) => errors)) };
  });
  if (tried.some(({ crossValidation }) => crossValidation[selectionMetric] !== null)) {
    return lowest(tried, selectionMetric).candidate.candidate.name;
  }
  return (candidates.find(({ family }) => family === 'seasonal-naive') ?? candidates[0]).name;
}
