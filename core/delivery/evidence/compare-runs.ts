import type { KeptRun } from '../../contracts/delivery.ts';
import { quarantineShare, type SliceCounts } from '../../contracts/steps/counts.ts';
import type { FigureComparison, Part, RunFacts } from '../../contracts/evidence.ts';

/** As Step Functions calls it. */
const SUCCEEDED = 'SUCCEEDED';

/**
 * Beyond this a figure of staging's run is marked: relatively, but of a share as a difference. Staging and prod see other days of the same
 * data, so that a mark asks for a look, and refuses nothing.
 */
const MARKED_BEYOND: Readonly<Record<FigureComparison['unit'], number>> = {
  rows: 0.2,
  share: 0.005,
  error: 0.1,
  seconds: 0.5,
  transitions: 0.25,
  dollars: 0.25,
};

export interface ComparedRun {
  readonly run: KeptRun;
  /** Dollars, of its state transitions. */
  readonly cost: number;
}

/** @param reference null where there is no run to compare with */
export function compareRuns(staging: ComparedRun, reference: ComparedRun | null): Part<RunFacts> {
  const figures = figuresOf(staging);
  const facts = {
    staging: summaryOf(staging.run),
    reference: reference === null ? null : summaryOf(reference.run),
    figures: comparedFigures(figures, reference === null ? null : figuresOf(reference)),
    gates: gatesOf(staging.run, reference?.run.verdicts ?? null),
  };
  const reasons = refusals(staging.run, figures);
  return { verdict: reasons.length === 0 ? 'pass' : 'refuse', reasons, facts };
}

function refusals({ status, execution, verdicts }: KeptRun, figures: readonly Figure[]): readonly string[] {
  const where = 'the run of this commit in staging';
  const reasons: string[] = [];
  if (status !== SUCCEEDED) reasons.push(`${where} ended as ${status}; its execution ${execution} shows where`);
  if (verdicts.length === 0) reasons.push(`${where} was judged by no gate`);
  const unknown = figures.filter(({ unit, value }) => unit === 'share' && value === null);
  for (const { figure } of unknown) reasons.push(`${where} says nothing of the ${figure}: no row was counted`);
  return reasons;
}

function summaryOf({ environment, commit, dataset, runId, startedAt, status }: KeptRun): RunFacts['staging'] {
  return { environment, commit, dataset, runId, startedAt, status };
}

interface Figure {
  readonly figure: string;
  readonly unit: FigureComparison['unit'];
  readonly value: number | null;
}

/** Everything that either run has: what one of them lacks is marked. */
function comparedFigures(figures: readonly Figure[], reference: readonly Figure[] | null): RunFacts['figures'] {
  const names = new Set(figures.map(({ figure }) => figure));
  const missing = (reference ?? [])
    .filter(({ figure }) => !names.has(figure))
    .map((each) => ({ ...each, value: null }));
  return [...figures, ...missing].map(({ figure, unit, value }) => {
    const other = reference?.find((each) => each.figure === figure)?.value ?? null;
    const difference = differenceOf(unit, value, other);
    const differs = difference === null ? value !== other : Math.abs(difference) > MARKED_BEYOND[unit];
    return { figure, unit, staging: value, reference: other, difference, isMarked: reference !== null && differs };
  });
}

function differenceOf(unit: Figure['unit'], value: number | null, other: number | null): number | null {
  if (value === null || other === null) return null;
  if (unit === 'share') return value - other;
  if (other === 0) return value === 0 ? 0 : null;
  return value / other - 1;
}

function figuresOf({ run, cost }: ComparedRun): readonly Figure[] {
  const transitions = Object.values(run.transitions).reduce((sum, count) => sum + count, 0);
  return [
    ...entries(run.counts).map(([figure, value]): Figure => ({ figure, unit: 'rows', value })),
    { figure: 'quarantine in training', unit: 'share', value: shareOf(run.counts, 'Train') },
    { figure: 'quarantine in evaluation', unit: 'share', value: shareOf(run.counts, 'Eval') },
    ...entries(run.errors).map(([figure, value]): Figure => ({ figure, unit: 'error', value })),
    { figure: 'duration', unit: 'seconds', value: run.seconds },
    { figure: 'state transitions', unit: 'transitions', value: transitions },
    { figure: 'cost of the run', unit: 'dollars', value: cost },
  ];
}

/** Of the rows that were delivered, those that the data contract refused for a fault; a run of before some figure was counted had none of it. */
function shareOf(counts: KeptRun['counts'], slice: 'Train' | 'Eval'): number | null {
  const [bronze, quarantined] = [counts[`bronze${slice}`], counts[`quarantined${slice}`]];
  if (bronze === undefined || quarantined === undefined || bronze === 0) return null;
  const of = (figure: keyof SliceCounts) => counts[`${figure}${slice}`] ?? 0;
  const [planned, withdrawn, gaps, undated] = [of('planned'), of('withdrawn'), of('gaps'), of('undated')];
  return quarantineShare({ bronze, quarantined, planned, withdrawn, gaps, undated });
}

function entries<T>(record: Readonly<Record<string, T>>): readonly (readonly [string, T])[] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** @param reference null where there is no run to compare with */
function gatesOf({ verdicts }: KeptRun, reference: KeptRun['verdicts'] | null): RunFacts['gates'] {
  const names = [...new Set([...verdicts, ...(reference ?? [])].map(({ gate }) => gate))];
  return names.map((gate) => {
    const here = verdicts.find((verdict) => verdict.gate === gate);
    const there = reference?.find((verdict) => verdict.gate === gate);
    return {
      gate,
      staging: here?.outcome ?? null,
      reference: there?.outcome ?? null,
      why: (here ?? there)?.why ?? '',
      isMarked: reference !== null && here?.outcome !== there?.outcome,
    };
  });
}
