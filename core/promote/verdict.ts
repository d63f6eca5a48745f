import { significant } from '../contracts/figures.ts';
import type { ComplianceCheck, GateVerdict, Policy } from '../contracts/promotion.ts';
import type { Way } from '../contracts/steps/promote.ts';

export interface Findings {
  readonly policy: Policy;
  readonly way: Way;
  readonly compliance: readonly ComplianceCheck[];
  readonly gates: readonly GateVerdict[];
}

export interface Decision {
  /** `naive`: the seasonal naive is to go live in its place. */
  readonly verdict: 'pass' | 'refuse' | 'naive';
  /** Every refusal; empty where the verdict is 'pass'. */
  readonly reasons: readonly string[];
}

/** What a model itself is to blame for: what else a check finds, it would find of the naive, too. */
const OF_THE_MODEL = new Set(['signature', 'reproduction', 'plausible-forecasts']);

/** Compliance is asked of every policy. What has not been checked has not passed. */
export function decide(findings: Findings): Decision {
  const reasons = [...complianceRefusals(findings.compliance), ...policyRefusals(findings)];
  if (reasons.length === 0) return { verdict: 'pass', reasons };
  return { verdict: mayNaiveGoLive(findings) ? 'naive' : 'refuse', reasons };
}

/** Nobody is ever without a forecast: where nothing is in Production, a recipe that is refused gives way to the naive. */
function mayNaiveGoLive({ policy, way, compliance }: Findings): boolean {
  const refused = compliance.filter(({ outcome }) => outcome !== 'pass');
  return (
    policy === 'gates' &&
    way === 'first' &&
    compliance.length > 0 &&
    refused.every(({ check }) => OF_THE_MODEL.has(check))
  );
}

function complianceRefusals(checks: readonly ComplianceCheck[]): readonly string[] {
  if (checks.length === 0) return ['compliance was not checked'];
  return checks.filter(({ outcome }) => outcome !== 'pass').map(({ check, evidence }) => `${check}: ${evidence}`);
}

function policyRefusals({ policy, way, gates }: Findings): readonly string[] {
  // A refresh has the guard in the place of the gates.
  if (policy !== 'gates' || way === 'refresh') return [];
  return gates.length === 0 ? ['no gate was judged'] : gateRefusals(gates);
}

/** One sentence for each gate, or guard, that refuses. */
export function gateRefusals(gates: readonly GateVerdict[]): readonly string[] {
  return gates
    .filter(({ outcome }) => outcome === 'refuse')
    .map(
      ({ gate, value, threshold, evidence }) =>
        `${gate}: ${value === null ? 'no value' : significant(value)}, must be ${threshold} (${evidence})`,
    );
}
