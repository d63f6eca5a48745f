import { alignedFigures, levelPercent, plural } from '../../core/contracts/figures.ts';
import { shown } from '../../core/contracts/visible.ts';
import type { ModelVersion } from '../../core/contracts/model-version.ts';
import { recipeName } from '../../core/train/recipe.ts';
import type { Table } from '../table.ts';
import type { Part } from '../view.ts';
import type { ExplainedValue } from './explained-at.ts';
import type { ForecastRow } from './trace.ts';

interface Answer extends ExplainedValue {
  readonly uniqueId: string;
  readonly ds: string;
  readonly modelVersion: number;
  readonly origin: string;
  readonly stepsAhead: number;
  readonly keptFrom: number | null;
  readonly published: ForecastRow | null;
}

/** Digits of the largest figure shown: what a person adds up agrees but for the last one. */
const DIGITS = 7;
const NONE = '-';

export function explanationText(answer: Answer, version: ModelVersion): readonly Part[] {
  const { uniqueId, ds, modelVersion, origin, stepsAhead, keptFrom } = answer;
  const say = sayer(answer);
  const kept = keptFrom === null ? '' : `; the guard kept what version ${keptFrom} had learned of this series`;
  return [
    `${shown(uniqueId)} at ${ds}: ${say(answer.yhat)}, by version ${modelVersion} (${recipeName(version)}), ` +
      `${plural(stepsAhead, 'step')} after ${origin}, the last period that it learned from${kept}`,
    '',
    ...madeOf(answer, say),
    '',
    { table: intervalsTable(answer, say) },
    `Half width before the scales ${say(answer.half)}; scales from ${plural(answer.ratios, 'error')} of the same series.`,
    publishedLine(answer, say),
  ];
}

type Say = (value: number | null) => string;

function sayer({ members, effects, intervals, yhat }: Answer): Say {
  const shown = [
    yhat,
    ...members.map((member) => member.yhat ?? 0),
    ...effects.map(({ value }) => value),
    ...intervals.flatMap(({ lower, upper }) => [lower, upper]),
  ];
  const say = alignedFigures(shown, DIGITS);
  return (value) => (value === null ? NONE : say(value));
}

function madeOf(answer: Answer, say: Say): readonly Part[] {
  if (answer.members.every(({ yhat }) => yhat === null)) {
    return ['No candidate could be fitted to the series: its last value forecasts.'];
  }
  return [{ table: membersTable(answer, say) }, blendLine(answer, say), '', { table: effectsTable(answer, say) }];
}

function membersTable({ members }: Answer, say: Say): Table {
  const rows = members.map(({ candidate, yhat: own, weight, isChoice, part, adds }) => [
    isChoice ? `${candidate} (the choice)` : candidate,
    say(own),
    weight.toFixed(4),
    part.toFixed(4),
    say(adds),
  ]);
  const parts = sumOf(members.map(({ part }) => part)).toFixed(4);
  const sum = ['sum', '', '', parts, say(sumOf(members.map(({ adds }) => adds)))];
  return figuresTable(['member', 'forecast', 'weight in average', 'part of forecast', 'adds'], [...rows, sum]);
}

function blendLine({ share, average, choice, yhat }: Answer, say: Say): string {
  const rest = (1 - share).toFixed(4);
  return `${share.toFixed(4)} x average ${say(average)} + ${rest} x choice ${say(choice)} = ${say(yhat)}`;
}

/** Over all members, each by its part. */
function effectsTable({ effects }: Answer, say: Say): Table {
  const rows = effects.map(({ name, value }) => [name, say(value)]);
  return figuresTable(['effect', 'adds'], [...rows, ['sum', say(sumOf(effects.map(({ value }) => value)))]]);
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function intervalsTable({ intervals }: Answer, say: Say): Table {
  const rows = intervals.map(({ level, scale, lower, upper }) => [
    levelPercent(level),
    scale.toFixed(4),
    say(lower),
    say(upper),
  ]);
  return figuresTable(['interval', 'scale', 'lower', 'upper'], rows);
}

/** All figures but the first column. */
function figuresTable([first, ...titles]: readonly string[], rows: readonly (readonly string[])[]): Table {
  return {
    columns: [{ title: first }, ...titles.map((title) => ({ title, isFigure: true }) as const)],
    rows: rows.map((cells) => ({ cells })),
  };
}

/** Rounding of the last digits is no difference. */
const SAME = 1e-9;

function publishedLine({ published, yhat }: Answer, say: Say): string {
  if (published === null) return 'Not what is in force for this period: see the same without --version.';
  const isSame = Math.abs(published.yhat - yhat) <= SAME * Math.max(1, Math.abs(yhat));
  const what = isSame ? 'It is what' : `It differs from ${say(published.yhat)}, which`;
  return `${what} run ${published.runId} published.`;
}
