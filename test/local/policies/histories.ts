import type { Dataset } from '../../../core/contracts/dataset.ts';
import { correlatedNoise } from '../../../bench/data/noise.ts';
import { parseCommand } from '../../../cli/options.ts';
import { replayCommand } from '../../../cli/replay/command.ts';
import { ownDataset } from '../../../cli/replay/own-dataset.ts';

const WEEKS_A_YEAR = 365.25 / 7;
const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2001, 0, 1);
const CSV_NAME = 'history.csv';

/** Three years of training and two of evaluation, in weeks of the replay's calendar. */
const WEEKS = 262;
/** The evaluation begins with week 156, and the monitor looks every four weeks. */
const FIRST_WEEK = 156;

/** What `npm run replay` takes a weekly file for; without Prophet, whose fits take most of the time. */
export function replayedDataset(): Dataset {
  const lengths = ['--frequency', 'week', '--train', '3y', '--evaluate', '1y'];
  const columns = ['--timestamp', 'date', '--target', 'value'];
  const candidates = ['--candidates', 'seasonal-naive,climatology,harmonic,theta'];
  const files = ['--data', CSV_NAME, '--out', 'nowhere'];
  return ownDataset(parseCommand(replayCommand, [...files, ...columns, ...lengths, ...candidates])!);
}

/** The weeks since the third look, up to the fourth one. */
export const FOURTH_STRETCH = { from: FIRST_WEEK + 12, until: FIRST_WEEK + 16 };
export const FROM_FOURTH_STRETCH = { from: FIRST_WEEK + 12, until: WEEKS };

export interface Episode {
  /** Weeks from the first up to but not including the end. */
  readonly from: number;
  readonly until: number;
  /** What the values are multiplied with. */
  readonly factor: number;
}

/** The file that a person would replay: weekly values from Monday, 2001-01-01, of a yearly course and noise. */
export function weeklyCsv({ from, until, factor }: Episode = { from: 0, until: 0, factor: 1 }): string {
  const noise = correlatedNoise(1_000_003, 0.5);
  const rows = Array.from({ length: WEEKS }, (_, week) => {
    const measured = 200 + 30 * Math.sin((2 * Math.PI * week) / WEEKS_A_YEAR) + 5 * noise();
    const value = week >= from && week < until ? factor * measured : measured;
    return `${new Date(START_MS + 7 * week * DAY_MS).toISOString().slice(0, 10)},${value.toFixed(3)}`;
  });
  return `date,value\n${rows.join('\n')}\n`;
}
