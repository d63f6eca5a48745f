import { textTable } from '../../cli/table.ts';

interface NotShown {
  readonly what: string;
  /** What shows it instead, or where it is seen first. */
  readonly instead: string;
}

/** What a passing run does not say, beside the lost properties. */
const NOT_SHOWN: readonly NotShown[] = [
  { what: 'container images: neither built nor pushed', instead: 'npm run verify:image' },
  {
    what: 'SageMaker jobs of staging and prod: none runs',
    instead: "their requests, held against botocore's model; staging",
  },
  {
    what: "rights of machines, of SageMaker's API, of KMS on objects: not enforced",
    instead: 'their policies, simulated',
  },
  { what: 'schedules that fire, e-mails that arrive, traces', instead: 'dev' },
  { what: 'alarms that turn red', instead: 'test/lib/operations, on made-up series; dev' },
  { what: 'quotas, and more than one account at a time', instead: 'dev' },
];

export function notShownTable(): string {
  return textTable(
    ['not shown here', 'seen in'],
    NOT_SHOWN.map(({ what, instead }) => [what, instead]),
    [0, 1],
  );
}
