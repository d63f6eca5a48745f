import type { Dataset } from '../core/contracts/dataset.ts';
import type { ModelVersion } from '../core/contracts/model-version.ts';
import type { FailedWindow, SkippedWindow } from '../core/contracts/steps/replay.ts';
import type { DateRange } from '../core/contracts/date-range.ts';
import type { Audit } from '../core/ports.ts';
import type { ComparisonReport, GuardReport, Stage, Transition } from '../core/contracts/promotion.ts';
import type { RunRecord } from '../core/evaluate/run-record.ts';
import type { ExplainedSeries } from '../core/forecast/explain-series.ts';
import type { TrialSummary } from '../core/train/training-summary.ts';
import type { TimeAxis } from '../core/series/time-axis.ts';
import type { PeriodRange } from '../core/series/period-range.ts';

/** Everything that a report shows of one output folder. Sections whose input is empty or absent are left out. */
export interface ReportData {
  readonly dataset: Dataset;
  /** As commands are told it: '--folder out/demo'. */
  readonly place: string;
  readonly axis: TimeAxis;
  /** In order of time. */
  readonly windows: readonly RunRecord[];
  /** Windows of a replay that failed, and those that history left nothing to learn from for. */
  readonly failed: readonly FailedWindow[];
  readonly skipped: readonly SkippedWindow[];
  /** What was left out and why, a sentence a kind. */
  readonly leftOut: readonly string[];
  /** Ascending by uniqueId. */
  readonly series: readonly ReportSeries[];
  /** Means over the series of a segment; empty where the panel has no segments. */
  readonly segments: readonly ReportSeries[];
  /** One a window, in its order. */
  readonly horizons: readonly WindowHorizon[];
  readonly quarantine: QuarantineSummary;
  readonly gaps: readonly GapSummary[];
  readonly versions: readonly (ModelVersion & { readonly stage?: Stage })[];
  /** Ascending by version. */
  readonly selections: readonly SelectionTrials[];
  /** Of the newest forecasts; absent where no version of this code made them. */
  readonly explained?: ExplainedForecasts;
  readonly comparisons: readonly ComparisonReport[];
  /** Ascending by the version that was held against the one in force. */
  readonly guards: readonly GuardReport[];
  readonly transitions: readonly Transition[];
  /** Whether the record of them is whole. */
  readonly audit: Audit;
  readonly machines: readonly MachineDefinition[];
  readonly executions: readonly ReportExecution[];
}

export interface ReportSeries {
  readonly uniqueId: string;
  /** How it dates its periods, where it is another way than the data set's. */
  readonly phase?: number | undefined;
  /** Over all windows, of the forecasts that were in force; null where nothing joined. */
  readonly rmse: number | null;
  readonly naiveRmse: number | null;
  /** One a window; null where the series has no forecast in it. */
  readonly windows: readonly (SeriesWindow | null)[];
}

/** One value a period of the window, NaN where there is none: what came true, and the forecasts that were in force. */
export interface SeriesWindow {
  readonly y: Float64Array;
  readonly yhat: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly rmse: number | null;
  readonly naiveRmse: number | null;
}

/** Errors of all series together by recipe and candidate and step ahead: index 0 is the first period of the window. */
export interface WindowHorizon {
  readonly periods: PeriodRange;
  readonly candidates: Readonly<Record<string, StepErrors>>;
}

export interface StepErrors {
  readonly squared: Float64Array;
  readonly joined: Float64Array;
}

/** A cross-validation of all candidates. */
export interface SelectionTrials {
  /** The version that was fitted with it first. */
  readonly version: number;
  readonly runId: string;
  readonly asOf: string;
  readonly chosen: string;
  readonly reason: string;
  readonly yardstick: string;
  readonly trials: readonly TrialSummary[];
}

/** What forecasts of some series are made of. */
export interface ExplainedForecasts {
  readonly runId: string;
  readonly version: number;
  readonly recipe: string;
  readonly range: DateRange;
  readonly series: readonly ExplainedSeries[];
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
