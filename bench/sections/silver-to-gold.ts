import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleForecaster } from '../../containers/forecaster/build.ts';
import { bundleProgram } from '../bundle.ts';
import type { PanelRecipe } from '../data/panel-dataset.ts';
import { PANEL, type Shape } from '../data/panel.ts';
import { measure, node } from '../measure.ts';
import { WORK_DIR } from '../paths.ts';
import type { Figure } from '../report.ts';

const ROOT = join(WORK_DIR, 'silver-to-gold');

interface Published {
  readonly perSecond: number;
  readonly peakMiB: number | undefined;
}

/** From a Delta table of clean series to one of published forecasts, through the containers' own entry points. */
export async function silverToGold(): Promise<readonly Figure[]> {
  const programs = { write: await bundleProgram('write-silver'), run: await bundleProgram('silver-to-gold') };
  const bundle = await bundleForecaster();
  const publish = async (recipe: PanelRecipe, count: number, shape: Shape): Promise<Published> => {
    await rm(ROOT, { recursive: true, force: true });
    const written = await measure(node(programs.write, ROOT, String(count), shape));
    const { silverVersion } = JSON.parse(written.stdout) as { silverVersion: number };
    const command = node(programs.run, ROOT, bundle, shape, recipe, String(silverVersion), 'bench');
    const { stdout, seconds, peakMiB } = await measure(command);
    const { rows, trained } = JSON.parse(stdout) as { rows: number; trained: number };
    if (trained !== count || rows !== count * HORIZON) throw new Error(`published ${rows} rows of ${trained} series`);
    return { perSecond: count / seconds, peakMiB };
  };
  const harmonic = {
    few: await publish('harmonic', 1000, 'aligned'),
    many: await publish('harmonic', 10_000, 'aligned'),
    ragged: await publish('harmonic', 10_000, 'ragged'),
  };
  const prophet = {
    few: await publish('prophet', 250, 'aligned'),
    many: await publish('prophet', 1000, 'aligned'),
    ragged: await publish('prophet', 1000, 'ragged'),
  };
  const blend = await publish('blend', 250, 'aligned');
  await rm(ROOT, { recursive: true, force: true });
  return [
    ...figures('harmonic, 10,000 series', harmonic, { atLeast: 1500, few: '1,000' }),
    ...figures('prophet, a sample of 1,000', prophet, { atLeast: 90, few: '250' }),
    { name: 'silver to gold, blend of seven, a sample of 250', value: blend.perSecond, unit: 'series/s', note: NOTE },
  ];
}

const NOTE =
  'whole process: plan, cross-validate (35 folds, the naives of the yardstick too), select, fit and forecast, register, forecast, publish';

const HORIZON = (Date.parse(PANEL.forecast.end) - Date.parse(PANEL.forecast.start)) / 86_400_000 + 1;

function figures(
  what: string,
  { few, many, ragged }: Readonly<Record<'few' | 'many' | 'ragged', Published>>,
  { atLeast, few: fewSeries }: { readonly atLeast: number; readonly few: string },
): Figure[] {
  return [
    {
      name: `silver to gold, ${what}`,
      value: many.perSecond,
      unit: 'series/s',
      target: { atLeast },
      limitedBy:
        'two shared cores; Parquet is written twice: forecasts recorded by the fit, and published; the naives of the yardstick are tried too',
      note: NOTE,
    },
    {
      name: `silver to gold, ${what}, cost of a series against ${fewSeries} series`,
      value: few.perSecond / many.perSecond,
      unit: 'x',
      target: { atMost: 1.1 },
      limitedBy: 'memory grows with the number of series somewhere, or the machine was busier',
    },
    {
      name: `silver to gold, ${what}, ragged starts and 5 % gaps, cost of a series`,
      value: many.perSecond / ragged.perSecond,
      unit: 'x',
      target: { atMost: 3 },
      limitedBy: 'every series has a calendar of its own, whose sums no other series can use',
    },
    {
      name: `silver to gold, ${what}, peak memory`,
      value: many.peakMiB ?? NaN,
      unit: 'MiB',
      target: { atMost: 1024 },
      limitedBy: 'shards being read, and blocks on their way to the threads',
      note: 'high-water marks of all processes that run at the same time, added up',
    },
  ];
}
