import type { Transition } from '../core/contracts/promotion.ts';
import type { Ports } from '../core/ports.ts';
import { auditTampered } from './audit-tampered.ts';

/** Every move, oldest first: for whoever decides by what was in Production before. @throws AuditTampered where the chain is not whole */
export async function wholeHistory(
  dataset: string,
  { production, auditKeys }: Pick<Ports, 'production' | 'auditKeys'>,
): Promise<readonly Transition[]> {
  const { moves, broken } = await production.audit(dataset, { auditKeys });
  if (broken !== undefined) throw auditTampered(dataset, broken);
  return moves;
}
