/** What a person who is asked for approval runs; each is whole, and runs as it stands. */
export function approvalCommands(
  { dataset, runId }: { readonly dataset: string; readonly runId: string },
  place: string,
): { readonly approve: string; readonly reject: string } {
  return {
    approve: `npm run approve -- ${place} --dataset ${dataset} --run ${runId}`,
    reject: `npm run reject -- ${place} --dataset ${dataset} --run ${runId} --reason '...'`,
  };
}

/** Ends the hold that a roll-back by hand has begun. */
export function releaseCommand(dataset: string, place: string): string {
  return `npm run rollback -- ${place} --dataset ${dataset} --release`;
}
