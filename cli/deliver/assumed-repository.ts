import { stackName } from '../../core/contracts/names.ts';
import { findDelivery } from '../../environments/index.ts';

/** Where the delivery's stack would keep images: a rehearsal pushes none, and says so. */
export function assumedRepository(): string {
  const delivery = findDelivery();
  return `${delivery.account}.dkr.ecr.${delivery.region}.amazonaws.com/${stackName(delivery)}`;
}
