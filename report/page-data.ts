import type { TimeAxis } from '../core/series/time-axis.ts';
import type { RealisedMetrics, CrossValidationMetrics } from '../core/contracts/metrics.ts';
import type { GraphLayout } from './runs/graph-layout.ts';
import type { VisitStatus } from './runs/visits.ts';

/** What the page's script reads: the JSON inside report.html. Numbers for charts carry five significant digits. */
export interface PageData {
  readonly axis: TimeAxis;
  readonly level: number;
  readonly metric: string;
  /** Of the target; absent where the literal names none. */
  readonly unit?: string | undefined;
  readonly windows: readonly PageWindow[];
  /** What has scores: the recipe, then its candidates in their order. */
  readonly candidates: readonly string[];
  readonly panel: PagePanel;
  readonly explained: PageExplained | null;
  readonly horizons: readonly PageHorizon[];
  readonly runs: PageRuns;
}

export interface PageWindow {
  /** Of the evaluation: '1981-01-01 to 1981-12-31'. */
  readonly label: string;
  readonly chosen: string;
  /** The yardstick's name and its RMSE. */
  readonly naive: string;
  readonly naiveRmse: number | null;
  readonly production: { readonly version: number | null; readonly rmse: number | null };
  readonly scores: Readonly<
    Record<string, { readonly crossValidation: CrossValidationMetrics; readonly realised: RealisedMetrics }>
  >;
}

export interface PagePanel {
  /** Series in the data set; more than `series` where the page could not hold all. */
  readonly inAll: number;
  readonly periods: readonly { readonly first: number; readonly count: number }[];
  /** From the worst to the best. */
  readonly series: readonly PageSeries[];
  /** Means of series. */
  readonly segments: readonly PageSeries[];
}

/** What the newest forecasts are made of; columns are aligned with `seconds`, numbers as charts show them. */
export interface PageExplained {
  readonly seconds: readonly number[];
  readonly dates: readonly string[];
  readonly levels: readonly number[];
  readonly series: readonly PageExplanation[];
}

/** Aligned with the page's dates; null where the series has no forecast. */
type PageValues = readonly (number | null)[];

export interface PageExplanation {
  readonly id: string;
  /** Its periods, where it dates them another way than the others. */
  readonly own: Pick<PageExplained, 'seconds' | 'dates'> | null;
  /** The last period that the forecast learned from. */
  readonly origin: string;
  readonly share: number;
  readonly members: readonly {
    readonly candidate: string;
    readonly weight: number;
    readonly part: number;
    readonly isChoice: boolean;
    readonly yhat: PageValues | null;
  }[];
  readonly yhat: PageValues;
  readonly average: PageValues;
  readonly intervals: readonly { readonly lower: PageValues; readonly upper: PageValues }[];
  readonly effects: readonly { readonly name: string; readonly values: PageValues }[];
}

/** A series' points of all its windows: y, yhat, lower, upper one after the other, window by window, each value in 16 bits. */
export interface PageSeries {
  readonly id: string;
  /** How it dates its periods, where it is another way than the axis. */
  readonly phase?: number | undefined;
  /** RMSE over the seasonal naive's. */
  readonly ratio: number | null;
  /** One a window; null where the series has no forecast in it. */
  readonly scores: readonly ({ readonly rmse: number | null; readonly naive: number | null } | null)[];
  /** Periods that one point is the mean of. */
  readonly bucket: number;
  readonly low: number;
  readonly span: number;
  /** Little-endian Uint16 in base64: low + span * value / 65534, and 65535 where there is none. */
  readonly points: string;
}

/** RMSE by candidate and block of steps ahead. */
export interface PageHorizon {
  /** The last step of each block, from 1. */
  readonly steps: readonly number[];
  readonly rmse: Readonly<Record<string, readonly (number | null)[]>>;
}

export interface PageRuns {
  readonly machines: readonly { readonly name: string; readonly layout: GraphLayout }[];
  readonly executions: readonly PageExecution[];
  /** Executions of the run; more than `executions` where the page could not hold all. */
  readonly inAll: number;
  /** Inputs, outputs and details, each text once. */
  readonly texts: readonly string[];
  /** Characters that texts were cut at. */
  readonly cutAt: number;
}

/** References to texts are indices. */
export interface PageExecution {
  readonly machine: number;
  readonly name: string;
  readonly status: string;
  readonly startedAtMs: number;
  readonly ms: number | null;
  readonly input: number;
  readonly output: number | null;
  readonly error: number | null;
  readonly visits: readonly PageVisit[];
}

export interface PageVisit {
  readonly state: string;
  readonly status: VisitStatus;
  readonly atMs: number;
  readonly ms: number | null;
  readonly input: number | null;
  readonly output: number | null;
  readonly error: number | null;
  readonly cause: number | null;
  /** The execution that the state started. */
  readonly child: number | null;
  readonly eventsInAll: number;
  readonly events: readonly {
    readonly id: number;
    readonly type: string;
    readonly atMs: number;
    readonly text: number | null;
  }[];
}
