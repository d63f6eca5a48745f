import { plural } from '../core/contracts/figures.ts';
import type { ComplianceCheck, GateVerdict } from '../core/contracts/promotion.ts';
import { markup, trusted, type Content, type Markup } from './markup.ts';
import { badge, table, text } from './table.ts';
import { gateValue, type Measures } from './unit.ts';

/** One line a gate or guard that decides, unfolded where it refuses; those that are told in one fold behind them. */
export function foldedVerdicts(verdicts: readonly GateVerdict[], measures: Measures): Markup {
  const refused = verdicts.filter(({ outcome }) => outcome === 'refuse');
  const passed = verdicts.filter(({ outcome }) => outcome === 'pass');
  const told = verdicts.filter(({ outcome }) => outcome === 'told');
  const only =
    told.length === 0
      ? undefined
      : markup`<details><summary>${badge('calm', 'told')} ${told.length} more that ${told.length === 1 ? 'decides' : 'decide'} nothing</summary>${toldTable(told, measures)}</details>`;
  return markup`<div class="folds">${[...refused, ...passed].map((one) => verdictFold(one, measures))}${only}</div>`;
}

function verdictFold(verdict: GateVerdict, measures: Measures): Markup {
  const { gate, outcome, threshold, evidence } = verdict;
  const open = outcome === 'refuse' ? trusted(' open') : undefined;
  return markup`<details${open}><summary>${outcomeBadge(outcome)} ${gate} <span class="soft">${gateValue(verdict, measures)}</span></summary>
<p>${capital(evidence)}. Must be ${threshold}.</p></details>`;
}

function toldTable(told: readonly GateVerdict[], measures: Measures): Markup {
  const rows = told.map((verdict) => [verdict.gate, gateValue(verdict, measures), verdict.threshold, verdict.evidence]);
  const columns = [text('Gate'), text('Value'), text('Would have to be'), text('Evidence')];
  return table('Told, for people to judge', columns, rows);
}

export function outcomeBadge(outcome: GateVerdict['outcome']): Markup {
  return badge(({ pass: 'good', refuse: 'bad', told: 'calm' } as const)[outcome], outcome);
}

/** The checks that refuse as they are; all of them behind one line. */
export function foldedCompliance(checks: readonly ComplianceCheck[]): Markup {
  if (checks.length === 0) return markup`<p>${badge('bad', 'refuse')} Compliance was not checked.</p>`;
  const failed = checks.filter(({ outcome }) => outcome !== 'pass');
  const rows = [...failed, ...checks.filter(({ outcome }) => outcome === 'pass')].map(
    ({ check, outcome, evidence }) => [
      check,
      outcomeBadge(outcome),
      check === LIBRARIES ? librariesFold(evidence.split(', ')) : evidence,
    ],
  );
  const word = failed.length === 0 ? 'pass' : 'refuse';
  const sum =
    failed.length === 0
      ? `all ${plural(checks.length, 'check')} of compliance`
      : `${failed.map(({ check }) => check).join(', ')}: ${failed.length} of ${plural(checks.length, 'check')} of compliance`;
  return markup`<div class="folds"><details${failed.length === 0 ? undefined : trusted(' open')}><summary>${outcomeBadge(word)} ${sum}</summary>${table(
    'What a version must have before it is compared',
    [text('Check'), text('Outcome'), text('Evidence')],
    rows,
  )}</details></div>`;
}

const LIBRARIES = 'libraries';
/** So few are read at a glance. */
const FEW = 6;

/** Dozens of names and numbers, behind how many they are. */
export function librariesFold(libraries: readonly string[]): Content {
  if (libraries.length <= FEW) return libraries.join(', ');
  return markup`<details class="within"><summary>${plural(libraries.length, 'library', 'libraries')}</summary>${libraries.join(', ')}</details>`;
}

function capital(sentence: string): string {
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`;
}
