import { join } from 'node:path';
import { parseDuration, parsePeriod, formatPeriod } from '../../core/series/time-axis.ts';
import { rollingOriginFolds } from '../../core/backtest/cutoffs.ts';
import { slidingWindows } from '../../core/series/windows.ts';
import type { ReplayWindow } from '../../core/contracts/date-range.ts';
import { periodRange, periodsOf } from '../../core/series/period-range.ts';
import { bundleProgram } from '../bundle.ts';
import { TEN_YEARS, writeTenYears } from '../data/ten-years.ts';
import { measure, medianSeconds, node, times, type Measured } from '../measure.ts';
import { WORK_DIR } from '../paths.ts';
import { prophetFits, type ProphetJob } from '../peers/peers.ts';
import type { WindowErrors } from '../programs/backtest.ts';
import type { Figure } from '../report.ts';
import { replayCommand, synthesize } from '../synth.ts';

const AXIS = { frequency: 'day', phase: 0 } as const;
const ROUNDS = 3;
const FITS = 180;
const LENGTHS = ['--train', '5y', '--evaluate', '1y', '--windows', '5'];
const FOLDS = ['--cv-initial', '700d', '--cv-period', '30d', '--cv-horizon', '90d'];

/** The replay of a ten-year series, and the prophet family alone, beside Python Prophet's fits of the same folds. */
export async function pythonProphet(): Promise<readonly Figure[]> {
  const csv = await writeTenYears();
  const columns = ['--data', csv, '--timestamp', TEN_YEARS.timestamp, '--target', TEN_YEARS.target];
  const request = { csv, ...TEN_YEARS, id: null, yearly: 'auto', jobs: windows().flatMap(jobsOf) } as const;
  const backtest = node(await bundleProgram('backtest'), ...columns, ...LENGTHS, ...FOLDS);
  const candidates = ['--candidates', 'seasonal-naive,harmonic,prophet'];
  const replay = replayCommand(join(WORK_DIR, 'ten-years'), [...columns, ...LENGTHS, ...FOLDS, ...candidates]);
  await synthesize();
  // In turns, so that whatever else the machine does slows all of them.
  const rounds = await times(ROUNDS, async () => ({
    fits: (await prophetFits({ ...request, predict: false })).measured,
    replay: await measure(replay),
    backtest: await times(ROUNDS, () => measure(backtest)),
  }));
  const scored = await prophetFits({ ...request, predict: true });
  if (scored.answer.fits !== FITS) throw new Error(`${scored.answer.fits} fits, where ${FITS} are to be compared`);
  const backtests = rounds.flatMap((round) => round.backtest);
  const speed = {
    fits: medianSeconds(rounds.map(({ fits }) => fits)),
    scored: scored.measured.seconds,
    replay: medianSeconds(rounds.map((round) => round.replay)),
    backtest: medianSeconds(backtests),
  };
  return [...speedFigures(speed), ...agreement(backtests[0], scored.answer.rmse)];
}

function windows(): readonly ReplayWindow[] {
  const span = { first: parsePeriod(AXIS, '1981-01-01'), last: parsePeriod(AXIS, '1990-12-31') };
  return slidingWindows(AXIS, span, { train: parseDuration('5y'), evaluate: parseDuration('1y') });
}

/** 35 folds and the final fit of a window, in groups that Python Prophet scores apart. */
function jobsOf({ train, evaluate }: ReplayWindow): readonly ProphetJob[] {
  const ds = periodsOf(periodRange(AXIS, train));
  const [initial, period, horizon] = ['700d', '30d', '90d'].map(parseDuration);
  const folds = rollingOriginFolds(ds, { axis: AXIS, initial, period, horizon }).map(({ train: n, testEnd }) => ({
    group: `folds ${train.start}`,
    cutoff: formatPeriod(AXIS, ds[n - 1]),
    end: formatPeriod(AXIS, ds[testEnd - 1]),
  }));
  const final = { group: `final ${train.start}`, cutoff: train.end, end: evaluate.end };
  return [...folds, final].map((job) => ({ ...job, id: null, start: train.start }));
}

function speedFigures(seconds: Readonly<Record<'fits' | 'scored' | 'replay' | 'backtest', number>>): Figure[] {
  const unit = 's';
  return [
    { name: `Python Prophet, ${FITS} fits alone`, value: seconds.fits, unit, note: 'two processes, median of 3' },
    { name: `Python Prophet, ${FITS} fits, forecasts and errors`, value: seconds.scored, unit },
    { name: 'replay of 5 windows, 3 candidates', value: seconds.replay, unit, note: 'synth excluded, median of 3' },
    {
      name: "replay, times faster than Python Prophet's fits alone",
      value: seconds.fits / seconds.replay,
      unit: 'x',
      target: { atLeast: 10 },
      limitedBy: 'file calls of the monitor, and jobs whose processes are too young for hot code',
    },
    { name: 'prophet family, CSV to printed errors', value: seconds.backtest, unit, note: 'median of 9' },
    {
      name: "prophet family, times faster than Python Prophet's fits alone",
      value: seconds.fits / seconds.backtest,
      unit: 'x',
      target: { atLeast: 100 },
      limitedBy:
        'a process too short for the compiler: node starts in a quarter of it, and hot code would take a fifth',
    },
    {
      name: 'prophet family, times faster than Python Prophet with forecasts and errors',
      value: seconds.scored / seconds.backtest,
      unit: 'x',
    },
  ];
}

/** Both fit the same model to the same folds; what remains is Stan's early stop. */
function agreement({ stdout }: Measured, python: Readonly<Record<string, number>>): Figure[] {
  const ours = JSON.parse(stdout) as readonly WindowErrors[];
  const difference = (kind: string, rmseOf: (window: WindowErrors) => number | null) =>
    Math.max(...ours.map((window) => Math.abs((rmseOf(window) ?? NaN) / python[`${kind} ${window.train.start}`] - 1)));
  const common = {
    unit: '%',
    limitedBy: "more than the early stop of Stan's optimiser explains: compare the posteriors",
  };
  return [
    {
      ...common,
      name: 'cross-validated RMSE, greatest difference from Python Prophet in a window',
      value: 100 * difference('folds', ({ crossValidation }) => crossValidation.rmse),
      target: { atMost: 2 },
    },
    {
      ...common,
      name: 'realised RMSE, greatest difference from Python Prophet in a window',
      value: 100 * difference('final', ({ realisedRmse }) => realisedRmse),
      target: { atMost: 2 },
    },
  ];
}
