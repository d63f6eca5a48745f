import { rmse } from '../../../core/backtest/metrics.ts';
import type { MonitorState } from '../../../core/contracts/monitoring.ts';
import type { Policy } from '../../../core/contracts/promotion.ts';
import { actualsOf, limitActuals } from '../../../core/backtest/actuals.ts';
import { realisedErrors } from '../../../core/evaluate/realised-errors.ts';
import { decideAction } from '../../../core/monitor/decide.ts';
import { driftOf } from '../../../core/monitor/drift.ts';
import { evaluationDates } from '../../../core/monitor/evaluation-dates.ts';
import { evaluationWindow } from '../../../core/monitor/evaluation-window.ts';
import { NO_HISTORY, rememberAction, rememberWindow } from '../../../core/monitor/state.ts';
import { sliceSeries } from '../../../core/series/panel.ts';
import { formatPeriodRange, type PeriodRange, periodRange } from '../../../core/series/period-range.ts';
import { subtractDuration, formatPeriod, parseDuration, parsePeriod } from '../../../core/series/time-axis.ts';
import { slidingWindows } from '../../../core/series/windows.ts';
import { type Fitted, forecastOf, type Problem, trained } from './fitted.ts';
import { promotionOf } from './promotion.ts';

interface Version extends Fitted {
  readonly version: number;
  readonly promised: number | null;
}

export interface LivedWindow {
  /** In Production at its start; null where nothing was. */
  readonly version: number | null;
  /** Of the forecasts in force; of the seasonal naive, which anybody can do, where there were none. */
  readonly rmse: number;
  readonly actions: readonly {
    readonly asOf: string;
    readonly kind: string;
    readonly version: number;
    readonly why: readonly string[];
  }[];
  /** What the start's promotion was refused for. */
  readonly refusals: readonly string[];
}

/**
 * A replay without tables, files and machines: the same decisions by the same functions of core, a thousand times faster. The test holds
 * it to the replay machine's own answers.
 */
export function livedThrough(problem: Problem, policy: Policy): readonly LivedWindow[] {
  const { dataset, axis, series } = problem;
  const lengths = { train: parseDuration(dataset.training.length), evaluate: parseDuration(dataset.evaluation.length) };
  const span = { first: series.ds[0], last: series.ds[series.ds.length - 1] };
  const life = new Life(problem, policy);
  return slidingWindows(axis, span, lengths).map(({ train, evaluate }) => {
    return life.window(periodRange(axis, train), periodRange(axis, evaluate));
  });
}

class Life {
  private trainings = 0;
  private present: Version | undefined;
  private former: Version | undefined;
  private state: MonitorState = NO_HISTORY;

  constructor(
    private readonly problem: Problem,
    private readonly policy: Policy,
  ) {}

  window(train: PeriodRange, evaluate: PeriodRange): LivedWindow {
    const refusals = this.retrain(train, this.policy);
    if (this.present === undefined)
      return { version: null, rmse: this.naiveRmse(train, evaluate), actions: [], refusals };
    const version = this.present.version;
    const actions: LivedWindow['actions'][number][] = [];
    let squared = 0;
    let from = evaluate.first;
    for (const asOf of this.looks(evaluate)) {
      squared += this.squaredErrors({ first: from, last: asOf });
      from = asOf + 1;
      const { kind, reasons } = this.look(asOf, evaluate.first);
      actions.push({ asOf: formatPeriod(this.problem.axis, asOf), kind, version: this.present!.version, why: reasons });
    }
    squared += this.squaredErrors({ first: from, last: evaluate.last });
    return { version, rmse: Math.sqrt(squared / (evaluate.last - evaluate.first + 1)), actions, refusals };
  }

  private naiveRmse(train: PeriodRange, { last }: PeriodRange): number {
    const { dataset, axis, series } = this.problem;
    const { y, naive } = actualsOf(sliceSeries(series, train.first, last), train, { axis, ...dataset });
    return rmse(y, naive!);
  }

  /** The other policies' models are not watched. At the window's end the next one begins. */
  private looks(evaluate: PeriodRange): readonly number[] {
    const { axis, dataset } = this.problem;
    if (this.policy !== 'gates') return [];
    const dates = evaluationDates(axis, formatPeriodRange(axis, evaluate), parseDuration(dataset.monitoring.cadence));
    return dates.slice(0, -1).map((date) => parsePeriod(axis, date));
  }

  private retrain(range: PeriodRange, policy: Policy): readonly string[] {
    const challenger = trained(this.problem, range);
    const version = ++this.trainings;
    const { passes, reasons, promised } = promotionOf(this.problem, policy, [challenger, this.present]);
    if (passes) this.goLive({ ...challenger, version, promised });
    return reasons;
  }

  private goLive(version: Version): void {
    this.former = this.present;
    this.present = version;
  }

  private squaredErrors(range: PeriodRange): number {
    return this.errors(this.present!, this.present!.training, range).squared;
  }

  private errors(version: Version, training: PeriodRange, range: PeriodRange) {
    const { dataset, axis, series } = this.problem;
    const known = sliceSeries(series, training.first, range.last);
    const actuals = limitActuals(actualsOf(known, training, { axis, ...dataset }), range);
    const forecast = forecastOf(version, range);
    return realisedErrors(actuals, forecast.ds, forecast);
  }

  private look(now: number, windowStart: number) {
    const { dataset, axis, series } = this.problem;
    const policy = dataset.monitoring;
    const present = this.present!;
    const { training } = present;
    const looked = this.state.windows.at(-1);
    const first = looked === undefined ? 0 : parsePeriod(axis, looked.range.end) + 1;
    const recent = { first: Math.max(first, training.last + 1), last: now };
    // The forecasts in force begin with the window: of the end of the window before, they say nothing.
    const inForce = { first: Math.max(recent.first, windowStart), last: now };
    const known = sliceSeries(series, training.first, now);
    const drift = driftOf([{ series: known, segment: null }], {
      axis,
      seasonLength: dataset.seasonLength,
      training,
      recent,
    });
    const { former } = this;
    const asOf = formatPeriod(axis, now);
    const window = evaluationWindow({
      asOf,
      range: formatPeriodRange(axis, recent),
      version: present.version,
      errors: this.errors(present, training, inForce),
      promisedRmse: present.promised,
      shadow: former === undefined ? null : { version: former.version, errors: this.errors(former, training, inForce) },
      drift: { ...drift.pooled, worstSeries: drift.worstSeries },
    });
    this.state = rememberWindow(this.state, window, policy);
    const action = decideAction({ ...this.state, policy, retraining: 'triggered', asOf, axis });
    if (action.kind === 'nothing') return action;
    if (action.kind === 'roll-back') this.goLive(former!);
    else
      this.retrain(
        { first: subtractDuration(axis, now + 1, parseDuration(dataset.training.length)), last: now },
        'gates',
      );
    this.state = rememberAction(this.state, { kind: action.kind, asOf, version: present.version });
    return action;
  }
}
