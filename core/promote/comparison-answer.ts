import { figure, percent, plural, rangeText } from '../contracts/figures.ts';
import type { ComparisonReport, GateVerdict } from '../contracts/promotion.ts';

/** Which gate compares the errors: with nothing in Production, the one against the naive. */
const OF_ERRORS = ['no-worse-than-production', 'no-worse-than-naive'];

/**
 * What a comparison answers, in one sentence: how far apart the two are, what is allowed, and what became of it.
 *
 * @param tolerance of the gate no-worse-than-production: 0.05 allows 5 % more
 */
export function comparisonAnswer(report: ComparisonReport, tolerance: number): string {
  const { gates, verdict, policy, reasons, compliance } = report;
  if (verdict === 'pass' && policy !== 'gates')
    return `Not compared: by policy ${policy} the newest version goes live, whatever it is worth.`;
  const decisive = gates.find(({ gate, outcome }) => OF_ERRORS.includes(gate) && outcome !== 'told');
  if (decisive === undefined) {
    const failed = compliance.filter(({ outcome }) => outcome !== 'pass').map(({ check }) => check);
    const why = failed.length === 0 ? (reasons[0] ?? 'no gate was judged') : `it fails ${listed(failed)}`;
    return `Not compared: ${why}: ${consequence(report)}.`;
  }
  return `${distance(report)}; ${allowance(report, tolerance, decisive)}: ${outcomeOf(report, decisive)}.`;
}

/** What else was judged, the gates that decide first; undefined where nothing was. */
export function othersText({ gates }: Pick<ComparisonReport, 'gates'>): string | undefined {
  const others = gates.filter(({ gate, outcome }) => outcome !== 'told' && !OF_ERRORS.includes(gate));
  const named = (outcome: GateVerdict['outcome']) =>
    others.filter((one) => one.outcome === outcome).map(({ gate }) => gate);
  const [passed, refused] = [named('pass'), named('refuse')];
  const told = gates.filter(({ outcome }) => outcome === 'told').length;
  const parts = [
    ...(refused.length === 0 ? [] : [`${listed(refused)} ${refused.length === 1 ? 'refuses' : 'refuse'}`]),
    ...(passed.length === 0 ? [] : [`${listed(passed)} ${passed.length === 1 ? 'passes' : 'pass'}`]),
    ...(told === 0
      ? []
      : [`${plural(told, 'gate')} ${told === 1 ? 'is told, and decides' : 'are told, and decide'} nothing`]),
  ];
  return parts.length === 0 ? undefined : `Beside the error: ${parts.join('; ')}.`;
}

/** '2.1 % worse than Production on the holdout 2014-04-01 to 2014-06-29 (360 rows)'. */
function distance({ challenger, production, holdout, joined }: ComparisonReport): string {
  const rival = rivalOf(production);
  const where = `on the holdout${holdout === null ? '' : ` ${rangeText(holdout)}`} (${plural(joined, 'row')})`;
  const [ours, theirs] = [challenger.rmse, production.rmse];
  // Neither NaN nor Infinity survives JSON: a side that has no finite error has none here.
  if (ours === null) return `The challenger has no finite error ${where}`;
  if (theirs === null) return `${capital(rival)} has no finite error ${where}`;
  if (ours === theirs) return `As good as ${rival} ${where}`;
  if (theirs === 0) return `${capital(rival)} does not err ${where}, and the challenger's RMSE is ${figure(ours)}`;
  const excess = ours / theirs - 1;
  const size =
    excess >= 1
      ? `${figure(ours / theirs)} times the error of`
      : `${percent(Math.abs(excess))} ${excess > 0 ? 'worse' : 'better'} than`;
  return `${capital(size)} ${rival} ${where}`;
}

function allowance(
  { challenger, production }: ComparisonReport,
  tolerance: number,
  { gate, outcome, value }: GateVerdict,
): string {
  const allowed =
    gate === 'no-worse-than-naive' ? 'a first version may be no worse' : `up to ${percentOf(tolerance)} is allowed`;
  if (value === null) return `${allowed}, which cannot be judged here`;
  if (gate === 'no-worse-than-naive') return allowed;
  const [ours, theirs] = [challenger.rmse, production.rmse];
  const isBeyond = ours !== null && theirs !== null && ours > (1 + tolerance) * theirs;
  if (!isBeyond) return allowed;
  return outcome === 'pass'
    ? `${allowed}, and what is more is within the luck of the holdout`
    : `${allowed}, and it is more than luck`;
}

function outcomeOf(report: ComparisonReport, { outcome }: GateVerdict): string {
  if (report.verdict === 'pass') return 'passes';
  if (outcome === 'refuse') return consequence(report);
  const refusing = report.gates.filter((one) => one.outcome === 'refuse').map(({ gate }) => gate);
  const failed = report.compliance.filter((one) => one.outcome === 'refuse').map(({ check }) => check);
  return `${consequence(report)} all the same, by ${listed([...refusing, ...failed])}`;
}

function consequence({ verdict, production }: ComparisonReport): string {
  return verdict === 'naive' ? `refused, and the ${production.recipe} goes live` : 'refused';
}

function rivalOf({ version, recipe }: ComparisonReport['production']): string {
  return version === null ? `the ${recipe}` : 'Production';
}

/** '5 %', as the literal says it. */
function percentOf(share: number): string {
  return `${Number((100 * share).toPrecision(4))} %`;
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;
}
