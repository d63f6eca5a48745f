import { bundleProgram } from '../bundle.ts';
import { writePanelCsv } from '../data/panel-csv.ts';
import type { PanelRecipe } from '../data/panel-dataset.ts';
import type { Shape } from '../data/panel.ts';
import { measure, node } from '../measure.ts';
import { statsForecastFits } from '../peers/peers.ts';
import type { Figure } from '../report.ts';

const CORES = 2;
const SAMPLE = 50;
const NOTE = 'on two threads, from the word go: series were made before, code was cold';

interface Computed {
  readonly perSecond: number;
  readonly peakMiB: number | undefined;
}

/** Cross-validation, fit and forecast of many series in worker threads, without a file; statsforecast on a sample. */
export async function computing(): Promise<readonly Figure[]> {
  const program = await bundleProgram('compute');
  const compute = async (recipe: PanelRecipe, count: number, shape: Shape): Promise<Computed> => {
    const { stdout, peakMiB } = await measure(node(program, recipe, String(count), shape, String(CORES)));
    const { series, seconds } = JSON.parse(stdout) as { series: number; seconds: number };
    return { perSecond: series / seconds, peakMiB };
  };
  const harmonic = await compute('harmonic', 10_000, 'aligned');
  const raggedHarmonic = await compute('harmonic', 10_000, 'ragged');
  const prophet = await compute('prophet', 1000, 'aligned');
  const raggedProphet = await compute('prophet', 1000, 'ragged');
  const blend = await compute('blend', 250, 'aligned');
  const peers = await statsForecastFits(await writePanelCsv(SAMPLE, 'aligned'), 365);
  return [
    ...speed('harmonic, 10,000 series', { aligned: harmonic, ragged: raggedHarmonic }, 5000),
    ...speed('prophet, a sample of 1,000', { aligned: prophet, ragged: raggedProphet }, 100),
    { name: 'computing, blend of seven, a sample of 250', value: blend.perSecond, unit: 'series/s', note: NOTE },
    ...Object.entries(peers).map(([name, { series, seconds }]) => ({
      name: `statsforecast ${name}, fit and forecast alone, a sample of ${series}`,
      value: series / seconds,
      unit: 'series/s',
      note: 'two processes, after a first call that compiles; no cross-validation, no intervals',
    })),
    {
      name: "harmonic with 35 folds, times faster than MFLES's fit alone",
      value: (harmonic.perSecond * peers.MFLES.seconds) / peers.MFLES.series,
      unit: 'x',
    },
  ];
}

function speed(what: string, { aligned, ragged }: Record<Shape, Computed>, atLeast: number): Figure[] {
  return [
    {
      name: `computing, ${what}`,
      value: aligned.perSecond,
      unit: 'series/s',
      target: { atLeast },
      limitedBy: 'two shared cores; the load average tells how far they were ours',
      note: NOTE,
    },
    {
      name: `computing, ${what}, ragged starts and 5 % gaps, cost of a series`,
      value: aligned.perSecond / ragged.perSecond,
      unit: 'x',
      target: { atMost: 3 },
      limitedBy: 'every series has a calendar of its own, whose sums no other series can use',
    },
    {
      name: `computing, ${what}, peak memory`,
      value: aligned.peakMiB ?? NaN,
      unit: 'MiB',
      target: { atMost: 1024 },
      limitedBy: 'all series stand in memory before the clock starts',
    },
  ];
}
