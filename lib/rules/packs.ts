import type { Stack } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks, ServerlessChecks } from 'cdk-nag';
import { ACKNOWLEDGEMENTS } from './acknowledgements.ts';
import type { Acknowledgement, Claim } from './acknowledgements.ts';

/** What a rule of a pack has found, with the stack's name and place taken out: the same finding reads the same in every environment. */
export interface PackFinding {
  readonly pack: string;
  readonly rule: string;
  /** What of it, where the rule tells. */
  readonly found: string | undefined;
  /** The path of the construct, below the stack. */
  readonly at: string;
  readonly description: string;
}

export interface PackVerdict {
  /** Acknowledged by none. */
  readonly open: readonly PackFinding[];
  /** What the findings were acknowledged by. */
  readonly used: ReadonlySet<Claim>;
}

const PACKS = [
  new AwsSolutionsChecks(),
  new NIST80053R5Checks(),
  new HIPAASecurityChecks(),
  new PCIDSS321Checks(),
  new ServerlessChecks(),
];

/** All findings of the packs in a synthesized stack. */
export function packFindings(stack: Stack): readonly PackFinding[] {
  return PACKS.flatMap((pack) =>
    pack.validateScope(stack).violations.flatMap(({ ruleName, description, violatingResources }) =>
      violatingResources.map(({ constructPath = '' }) => ({
        ...partsOf(stack, pack.readPackName, ruleName),
        at: constructPath.slice(stack.node.path.length),
        description,
      })),
    ),
  );
}

/** `AwsSolutions-IAM5[Resource::*]` */
function partsOf({ stackName, region, account }: Stack, pack: string, ruleName: string) {
  const [rule = '', ...rest] = ruleName.slice(`${pack}-`.length).split('[');
  const found = rest
    .join('[')
    .slice(0, -1)
    .replaceAll(stackName, '<stack>')
    .replaceAll(region, '<region>')
    .replaceAll(account, '<account>');
  return { pack, rule, found: rest.length === 0 ? undefined : found };
}

export function judgeFindings(
  findings: readonly PackFinding[],
  acknowledgements: readonly Acknowledgement[] = ACKNOWLEDGEMENTS,
): PackVerdict {
  const claims = acknowledgements.flatMap((acknowledgement) => acknowledgement.claims);
  const judged = findings.map((finding) => ({ finding, claims: claims.filter((claim) => covers(claim, finding)) }));
  return {
    open: judged.flatMap(({ finding, claims }) => (claims.length === 0 ? [finding] : [])),
    used: new Set(judged.flatMap(({ claims }) => claims)),
  };
}

function covers({ rule, found, at }: Claim, finding: PackFinding): boolean {
  if (rule !== finding.rule || (found === undefined) !== (finding.found === undefined)) return false;
  return (found?.test(finding.found ?? '') ?? true) && (at?.test(finding.at) ?? true);
}

/** What is claimed of an environment like these and no longer found in any of them. */
export function unusedClaims(
  used: ReadonlySet<Claim>,
  acknowledgements: readonly Acknowledgement[] = ACKNOWLEDGEMENTS,
): readonly string[] {
  return acknowledgements.flatMap(({ reason, claims }) =>
    claims
      .filter((claim) => !used.has(claim) && claim.only === undefined)
      .map((claim) => `${textOfClaim(claim)}: acknowledged ('${reason}') and found nowhere`),
  );
}

function textOfClaim({ rule, found, at }: Claim): string {
  return [rule, found?.source, at?.source].filter((part) => part !== undefined).join(' ');
}

export function textOfFinding({ pack, rule, found, at, description }: PackFinding): string {
  return `${pack}-${rule}${found === undefined ? '' : `[${found}]`} at ${at}: ${description}`;
}
