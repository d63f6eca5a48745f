import type { Dataset } from '../core/contracts/dataset.ts';
import type { ModelVersion } from '../core/contracts/model-version.ts';
import type { ComparisonReport, Stage, Transition } from '../core/contracts/promotion.ts';
import type { RunRecord } from '../core/evaluate/run-record.ts';
import type { TimeAxis } from '../core/series/time-axis.ts';
import type { PeriodRange } from '../core/series/period-range.ts';

/** Everything that a report shows of one output folder. Sections whose input is empty or absent are left out. */
export interface ReportData {
  readonly dataset: Dataset;
  readonly axis: TimeAxis;
  /** In order of time. */
  readonly windows: readonly RunRecord[];
  /** Ascending by uniqueId. */
  readonly series: readonly ReportSeries[];
  /** One a window, in its order. */
  readonly horizons: readonly WindowHorizon[];
  readonly quarantine: QuarantineSummary;
  readonly gaps: readonly GapSummary[];
  readonly versions: readonly (ModelVersion & { readonly stage?: Stage })[];
  readonly comparisons: readonly ComparisonReport[];
  readonly transitions: readonly Transition[];
  readonly machines: readonly MachineDefinition[];
  readonly executions: readonly ReportExecution[];
}

export interface ReportSeries {
  readonly uniqueId: string;
  /** Over all windows, of the chosen candidates' published forecasts; null where nothing joined. */
  readonly rmse: number | null;
  readonly naiveRmse: number | null;
  /** One a window; null where the series has no forecast in it. */
  readonly windows: readonly (SeriesWindow | null)[];
}

/** One value a period of the window's horizon, NaN where there is none. */
export interface SeriesWindow {
  readonly y: Float64Array;
  readonly yhat: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly rmse: number | null;
  readonly naiveRmse: number | null;
}

/** Errors of all series together by candidate and step ahead: index 0 is the first period forecasted. */
export interface WindowHorizon {
  readonly periods: PeriodRange;
  readonly candidates: Readonly<Record<string, StepErrors>>;
}

export interface StepErrors {
  readonly squared: Float64Array;
  readonly joined: Float64Array;
}

export interface QuarantineSummary {
  readonly reasons: readonly { readonly reason: string; readonly rows: number }[];
  /** The first rows of each reason. */
  readonly examples: readonly QuarantinedRow[];
}

export interface QuarantinedRow {
  readonly reason: string;
  readonly detail: string;
  readonly file: string;
  readonly line: number;
  readonly uniqueId: string | null;
}

export interface GapSummary {
  readonly range: string;
  readonly series: number;
  readonly seriesWithGaps: number;
  readonly missingPeriods: number;
}

export interface MachineDefinition {
  readonly name: string;
  /** In the Amazon States Language. */
  readonly definition: unknown;
}

/** An execution as local/platform keeps it: inputs, outputs and events as DescribeExecution and GetExecutionHistory give them. */
export interface ReportExecution {
  readonly machine: string;
  readonly name: string;
  readonly arn: string;
  readonly status: string;
  readonly startedAtMs: number;
  readonly stoppedAtMs?: number;
  readonly input: unknown;
  readonly output?: unknown;
  readonly error?: string;
  readonly cause?: string;
  readonly events: readonly ExecutionEvent[];
}

export interface ExecutionEvent {
  readonly id: number;
  readonly previousEventId: number;
  readonly timestamp: string;
  readonly type: string;
  readonly [details: `${string}EventDetails`]: Readonly<Record<string, unknown>>;
}
