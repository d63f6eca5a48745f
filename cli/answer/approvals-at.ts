import type { Place } from '../place/place.ts';
import type { Approvals } from './approvals.ts';

/** The AWS client is loaded only for the place that needs it. */
export async function approvalsAt(place: Place): Promise<Approvals> {
  if (place.on === 'aws') return (await import('./aws-approvals.ts')).awsApprovals(place.environment);
  return (await import('./folder-approvals.ts')).folderApprovals(place.folder);
}
