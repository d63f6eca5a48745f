import { ERROR_NAMES, PlatformError } from '../contracts/errors.ts';
import type { ModelVersion } from '../contracts/model-version.ts';
import type { ComparisonReport, GuardReport, Transition } from '../contracts/promotion.ts';

/** What a promotion rests on: the comparison of the judge, or what the guard found of a refresh. */
export type Judgement =
  | { readonly kind: 'comparison'; readonly report: ComparisonReport }
  | { readonly kind: 'guard'; readonly report: GuardReport };

/** A move that is asked for on the strength of a report. */
export interface MoveAsked {
  readonly dataset: string;
  readonly runId: string;
  readonly action: Transition['action'];
  /** What the version was judged against, and takes the place of. */
  readonly production: number | null;
  readonly version: Pick<ModelVersion, 'version' | 'recipe'>;
}

/**
 * Whether the report says of this very move that it may be made: this data set, run and version, against what is to be replaced, and passed. A
 * comparison with the verdict 'naive' lets the seasonal naive go live as the first version, and nothing else.
 *
 * @throws ReportRefused
 */
export function requireVerdict(judgement: Judgement, asked: MoveAsked): void {
  const { dataset, runId } = judgement.report;
  requireSame('data set', dataset, asked.dataset);
  requireSame('run', runId, asked.runId);
  if (judgement.kind === 'guard') requireGuarded(judgement.report, asked);
  else if (judgement.report.verdict === 'naive') requireNaive(judgement.report, asked);
  else requireCompared(judgement.report, asked);
}

function requireGuarded(report: GuardReport, { action, production, version }: MoveAsked): void {
  requireOneOf('action', action, ['refresh', 'return']);
  requireSame('verdict', report.verdict, 'pass');
  requireSame('version', report.version, version.version);
  requireSame('version in Production', report.against, production);
}

/** By another policy than the gates, in a replay, a refresh is judged here, too. */
function requireCompared(report: ComparisonReport, { action, production, version }: MoveAsked): void {
  requireOneOf('action', action, report.policy === 'gates' ? ['promote'] : ['promote', 'refresh']);
  requireSame('verdict', report.verdict, 'pass');
  requireSame('version', report.challenger.version, version.version);
  requireSame('version in Production', report.production.version, production);
}

function requireNaive(report: ComparisonReport, { action, production, version }: MoveAsked): void {
  const { kind, candidates } = version.recipe;
  const recipe = [kind, ...candidates.map(({ family }) => family)].join(' of ');
  requireOneOf('action', action, ['promote']);
  requireSame('recipe that goes live in the place of the refused one', recipe, 'choice of seasonal-naive');
  requireSame('version in Production', report.production.version, null);
  requireSame('version that the move is made from', production, null);
}

function requireSame<T extends string | number | null>(what: string, got: T, allowed: T): void {
  requireOneOf(what, got, [allowed]);
}

function requireOneOf<T extends string | number | null>(what: string, got: T, allowed: readonly T[]): void {
  if (allowed.includes(got)) return;
  throw new PlatformError(ERROR_NAMES.reportRefused, {
    problem: `the report does not stand for this move: another ${what}`,
    got: got ?? 'none',
    allowed: allowed.map((value) => String(value ?? 'none')).join(', '),
    hint: "nothing goes live on it: start the data set's promote state machine anew",
  });
}
