import { significant } from '../contracts/figures.ts';
import type { ComplianceCheck, GateVerdict, Policy } from '../contracts/promotion.ts';

export interface Findings {
  readonly policy: Policy;
  readonly compliance: readonly ComplianceCheck[];
  readonly gates: readonly GateVerdict[];
  /** The selection metric, lower is better; Production's is null where the data set has no Production version yet. */
  readonly crossValidation: { readonly challenger: number | null; readonly production: number | null };
}

export interface Decision {
  readonly verdict: 'pass' | 'refuse';
  /** Every refusal; empty where the verdict is 'pass'. */
  readonly reasons: readonly string[];
}

/** Compliance is asked of every policy. What has not been checked has not passed. */
export function decide(findings: Findings): Decision {
  const reasons = [...complianceRefusals(findings.compliance), ...policyRefusals(findings)];
  return { verdict: reasons.length === 0 ? 'pass' : 'refuse', reasons };
}

function complianceRefusals(checks: readonly ComplianceCheck[]): readonly string[] {
  if (checks.length === 0) return ['compliance was not checked'];
  return checks.filter(({ outcome }) => outcome !== 'pass').map(({ check, evidence }) => `${check}: ${evidence}`);
}

function policyRefusals({ policy, gates, crossValidation }: Findings): readonly string[] {
  switch (policy) {
    case 'gates':
      return gateRefusals(gates);
    case 'promote-best-cv':
      return crossValidationRefusals(crossValidation);
    case 'promote-latest':
      return [];
    default:
      return policy satisfies never;
  }
}

function gateRefusals(gates: readonly GateVerdict[]): readonly string[] {
  if (gates.length === 0) return ['no gate was judged'];
  return gates
    .filter(({ outcome }) => outcome !== 'pass')
    .map(
      ({ gate, value, threshold, evidence }) =>
        `${gate}: ${value === null ? 'no value' : significant(value)}, must be ${threshold} (${evidence})`,
    );
}

function crossValidationRefusals({ challenger, production }: Findings['crossValidation']): readonly string[] {
  if (challenger === null || !Number.isFinite(challenger)) return ['cross-validation: the challenger has no error'];
  if (production === null || challenger < production) return [];
  return [
    `cross-validation: the challenger's error is ${significant(challenger)}, not below Production's ${significant(production)}`,
  ];
}
