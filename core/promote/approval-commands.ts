import type { ApprovalQuestion } from '../contracts/steps/promote.ts';

/**
 * What a person who is asked for approval runs; each is whole, and runs as it stands. With the hash of the report it answers that report and no other; the
 * pages of the report leave it out.
 */
export function approvalCommands(
  { dataset, runId, report }: Pick<ApprovalQuestion, 'dataset' | 'runId'> & Partial<Pick<ApprovalQuestion, 'report'>>,
  place: string,
): { readonly approve: string; readonly reject: string } {
  const read = report === undefined ? '' : ` --report ${report.reportSha256}`;
  return {
    approve: `npm run approve -- ${place} --dataset ${dataset} --run ${runId}${read}`,
    reject: `npm run reject -- ${place} --dataset ${dataset} --run ${runId}${read} --reason '...'`,
  };
}

/** Ends the hold that a roll-back by hand has begun. */
export function releaseCommand(dataset: string, place: string): string {
  return `npm run rollback -- ${place} --dataset ${dataset} --release`;
}
