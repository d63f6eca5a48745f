import { type ImageRecord, RELEASE_FORMAT } from '../../core/contracts/delivery.ts';
import type { DeliveryHost } from '../../hosts/delivery.ts';
import type { View } from '../view.ts';
import { requireCheckoutOf } from './checkout.ts';

/** Builds the commit's image once, and records its digest. */
export async function image(commit: string, host: DeliveryHost): Promise<View> {
  const { releases, images, clock, say } = host;
  const recorded = await releases.image(commit);
  if (recorded !== undefined) return viewOf(recorded, 'was there already');
  let uri = await images.find(commit);
  if (uri === undefined) {
    await requireCheckoutOf(commit, host);
    say(`Building the image of ${commit}`);
    uri = await images.build(commit);
  }
  const builtAt = new Date(clock.nowMs()).toISOString();
  return viewOf(await releases.keepImage({ version: RELEASE_FORMAT, commit, uri, builtAt }), 'is recorded');
}

function viewOf(record: ImageRecord, what: string): View {
  return { json: record, text: `The image of ${record.commit} ${what}: ${record.uri}` };
}
