import type { Actuals } from '../../../core/backtest/actuals.ts';
import type { Dataset } from '../../../core/contracts/dataset.ts';
import type { LearnedWindow } from '../../../core/contracts/explained-forecast.ts';
import type { ModelVersion } from '../../../core/contracts/model-version.ts';
import { driftOf, type PanelDrift } from '../../../core/monitor/drift.ts';
import { learnedWindows } from '../../../core/monitor/learned-windows.ts';
import { segmentOf } from '../../../core/series/segments.ts';
import { seriesAt } from '../../../core/series/panel.ts';
import { type PeriodRange, periodRange } from '../../../core/series/period-range.ts';
import { silverPanels } from '../../../lake/silver-panels.ts';
import type { SilverTable } from '../../../lake/silver-table.ts';

type LearnedWindows = ReadonlyMap<string, LearnedWindow>;

export interface DriftQuestion {
  readonly dataset: Dataset;
  readonly silver: SilverTable;
  /** In force. */
  readonly model: ModelVersion;
  readonly recent: PeriodRange;
  /** What came true there. */
  readonly cameTrue: ReadonlyMap<string, Actuals>;
  /** By the model; empty where it says nothing of its training window. */
  readonly learned: LearnedWindows;
}

/** The recent input against the training window, in distribution and in what is missing. */
export async function observeDrift({ silver, model, recent, ...question }: DriftQuestion): Promise<PanelDrift> {
  const { dataset, cameTrue } = question;
  const { axis } = silver;
  const training = periodRange(axis, model.training.window);
  const setting = { axis, seasonLength: model.recipe.seasonLength, training };
  const learned = question.learned.size > 0 ? question.learned : await learnedFrom(silver, model, setting);
  const uniqueIds = [...new Set([...learned.keys(), ...cameTrue.keys()])].sort();
  const panel = uniqueIds.map((uniqueId) => ({
    uniqueId,
    segment: dataset.segmentSeparator === null ? null : segmentOf(uniqueId, dataset.segmentSeparator),
    learned: learned.get(uniqueId),
    y: cameTrue.get(uniqueId)?.y ?? new Float64Array(),
  }));
  return driftOf(panel, { ...setting, recent });
}

/** Of the window's own rows, by the model that does not say it. */
async function learnedFrom(
  silver: SilverTable,
  model: ModelVersion,
  setting: Parameters<typeof learnedWindows>[0],
): Promise<LearnedWindows> {
  const windowOf = learnedWindows(setting);
  const learned = new Map<string, LearnedWindow>();
  for await (const panel of silverPanels(silver, model.training.window)) {
    panel.uniqueIds.forEach((uniqueId, index) => {
      const known = windowOf(seriesAt(panel, index));
      if (known !== undefined) learned.set(uniqueId, known);
    });
  }
  return learned;
}
