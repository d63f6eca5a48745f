import { plural, significant } from '../contracts/figures.ts';
import type { ForecastNotes } from '../contracts/forecast-notes.ts';
import type { ComplianceCheck, GateVerdict, GuardReport, Transition } from '../contracts/promotion.ts';
import { implausibleTexts } from '../forecast/notes-text.ts';
import { type GuardFigures, keptShare, type NamedSeries } from '../train/training-summary.ts';
import { gateRefusals } from './verdict.ts';

/** What is known of a refresh, and of what it is to take the place of. */
export interface RefreshFacts {
  readonly compliance: readonly ComplianceCheck[];
  /** What its fit found beside a version of the same recipe; null where there was none in Production then. */
  readonly figures: GuardFigures | null;
  /** Of its forecasts: told, wherever there is something to tell. */
  readonly implausible: ForecastNotes['implausible'] | undefined;
  /** A recipe that comes back was not fitted beside another one's version, and is not held against it. */
  readonly isReturn: boolean;
  /** Whether nothing was cross-validated: a selection ends a hold, a refresh waits for its end. */
  readonly isRefresh: boolean;
  readonly inForce: Pick<Transition, 'to' | 'action' | 'by' | 'reason'>;
  /** The version that asks. One that is in Production already is not held against itself. */
  readonly version: number;
}

type Findings = Pick<GuardReport, 'exempt' | 'guards' | 'kept' | 'keptInAll' | 'verdict' | 'reasons'>;

const NONE: NamedSeries = { inAll: 0, first: [] };

/** A refresh only learns coefficients anew: it goes live unless its forecasts leave what is known of the series. */
export function guardRefresh(facts: RefreshFacts): Findings {
  const { compliance, figures } = facts;
  const guards = [...holdOf(facts), ...guardsOf(facts), ...implausibleOf(facts)];
  const unchecked = compliance.length === 0 ? ['compliance was not checked'] : [];
  const failed = compliance.filter(({ outcome }) => outcome !== 'pass');
  const reasons = [
    ...unchecked,
    ...failed.map(({ check, evidence }) => `${check}: ${evidence}`),
    ...gateRefusals(guards),
  ];
  const kept = figures?.kept ?? NONE;
  return {
    exempt: figures?.exempt ?? false,
    guards: [...guards],
    kept: [...kept.first],
    keptInAll: kept.inAll,
    verdict: reasons.length === 0 ? 'pass' : 'refuse',
    reasons,
  };
}

/**
 * A person has gone back to a version: what the clock fits does not take that away, nor does the version itself, which a move to where it is would
 * release without a word. Another version of a selection does.
 */
function holdOf({ isRefresh, inForce, version }: RefreshFacts): readonly GateVerdict[] {
  if (inForce.action !== 'roll-back' || !(isRefresh || inForce.to === version)) return [];
  const evidence = `version ${inForce.to} is held since the roll-back by ${inForce.by}: ${inForce.reason}`;
  return [refused('held', 'released, or selected anew', evidence)];
}

function guardsOf({ figures, isReturn, isRefresh, inForce, version }: RefreshFacts): readonly GateVerdict[] {
  if (isReturn || inForce.to === version) return [];
  const against = `held against version ${inForce.to}, which is in Production`;
  if (figures === null)
    return [refused('in-force', against, 'it was fitted while no version of its recipe was in Production')];
  if (figures.against !== inForce.to)
    return [refused('in-force', against, `it was held against version ${figures.against}`)];
  // As after an upgrade of a model family: the version in force would stay for good. What complies can be forecast with.
  if (figures.why !== null) return [told(refused('in-force', 'can be compared', figures.why), UNREADABLE)];
  return [
    sameSeries(figures),
    seriesInRange(figures),
    isRefresh ? movement(figures) : told(movement(figures), SELECTED),
  ];
}

/** Refuses nothing: where a series grows, every refresh leaves what was observed of it. */
function implausibleOf({ implausible }: RefreshFacts): readonly GateVerdict[] {
  const found = implausible === undefined ? [] : implausibleTexts(implausible);
  if (found.length === 0) return [];
  const value = implausible?.forecasts?.series ?? 0;
  const evidence = found.join('; ');
  return [{ gate: 'plausible-forecasts', outcome: 'told', value, threshold: 'series, told only', evidence }];
}

function sameSeries({ missing, against }: GuardFigures): GateVerdict {
  const evidence =
    missing.inAll === 0
      ? `every series that version ${against} forecasts is forecast`
      : `version ${against} forecasts ${plural(missing.inAll, 'series', 'series')} that it does not: ${named(missing)}`;
  return {
    gate: 'same-series',
    outcome: outcomeOf(missing.inAll === 0),
    value: missing.inAll,
    threshold: '0',
    evidence,
  };
}

function seriesInRange({ kept, maxKeptShare, exempt, against }: GuardFigures): GateVerdict {
  const share = keptShare({ kept });
  const evidence =
    kept.inAll === 0
      ? 'no forecast up to the next look leaves the range of its series by more than three times that range'
      : `${kept.inAll} of ${plural(kept.of, 'series', 'series')} would leave its range by more than three times that range, and keep the ` +
        `forecast of version ${against}: ${named(kept)}`;
  return guard(
    { gate: 'series-in-range', value: share, threshold: `<= ${maxKeptShare}`, isMet: share <= maxKeptShare, evidence },
    exempt,
  );
}

function movement({ movement: { value, allowed }, exempt, against }: GuardFigures): GateVerdict {
  if (value === null || allowed === null) {
    const evidence = 'there is no error of cross-validation, or no forecast, to hold it against';
    return { gate: 'movement', outcome: 'told', value: null, threshold: 'none', evidence: exempt ? EXEMPT : evidence };
  }
  const evidence =
    `up to the next look the forecasts are ${significant(value)} away from those of version ${against} (root mean square); five times the ` +
    `error of cross-validation is ${significant(allowed)}`;
  return guard(
    { gate: 'movement', value, threshold: `<= ${significant(allowed)}`, isMet: value <= allowed, evidence },
    exempt,
  );
}

/** Measured on public histories: at a selection it stood against breaks of the data alone, which cross-validation had seen by then. */
const SELECTED = 'told only: a selection has cross-validated on the newest data';

function told(verdict: GateVerdict, why: string): GateVerdict {
  return { ...verdict, outcome: 'told', evidence: `${why}; ${verdict.evidence}` };
}

const UNREADABLE = 'told only: nothing can be held against a version that this code cannot read';

const EXEMPT = 'not asked: what the guard refused before was closer to what came true';

function guard(found: Omit<GateVerdict, 'outcome'> & { readonly isMet: boolean }, exempt: boolean): GateVerdict {
  const { isMet, ...verdict } = found;
  return exempt ? { ...verdict, outcome: 'told', evidence: EXEMPT } : { ...verdict, outcome: outcomeOf(isMet) };
}

function outcomeOf(isMet: boolean): 'pass' | 'refuse' {
  return isMet ? 'pass' : 'refuse';
}

function refused(gate: string, threshold: string, evidence: string): GateVerdict {
  return { gate, outcome: 'refuse', value: null, threshold, evidence };
}

function named({ inAll, first }: NamedSeries): string {
  return `${first.join(', ')}${inAll > first.length ? `, and ${inAll - first.length} more` : ''}`;
}
