/** A rule of cfn-lint whose findings are let through, and why. */
interface AcceptedRule {
  readonly rule: string;
  readonly reason: string;
}

export const ACCEPTED_RULES: readonly AcceptedRule[] = [
  {
    rule: 'W3005',
    reason:
      'CDK writes DependsOn beside the attribute that already makes the dependency: one says it twice, nothing else',
  },
];

interface Finding {
  readonly Filename: string;
  readonly Level: string;
  readonly Message: string;
  readonly Rule: { readonly Id: string };
  readonly Location: { readonly Path: readonly (string | number)[] | null };
}

/** What is wrong, by cfn-lint's outputs of `--format json`: every finding that is not accepted, and every acceptance that finds nothing any more. */
export function lintProblems(outputs: readonly string[], accepted: readonly AcceptedRule[]): readonly string[] {
  const findings = outputs.flatMap((output) => JSON.parse(output) as readonly Finding[]);
  const found = new Set(findings.map(({ Rule }) => Rule.Id));
  const rules = accepted.map(({ rule }) => rule);
  return [
    ...findings.filter(({ Rule }) => !rules.includes(Rule.Id)).map(sentence),
    ...rules
      .filter((rule) => !found.has(rule))
      .map((rule) => `${rule} is accepted, and found no more: take it off the list`),
  ];
}

function sentence({ Filename, Level, Message, Rule, Location }: Finding): string {
  return `${Level} ${Rule.Id} in ${Filename}, ${(Location.Path ?? []).join('/')}: ${Message}`;
}
