import type { Transition } from '../core/contracts/promotion.ts';
import type { ProductionPointer } from '../core/ports.ts';

/** The move that the run made when it ran before; undefined on its first time, and where a crash came before the move. */
export async function madeMove(
  production: ProductionPointer,
  dataset: string,
  runId: string,
): Promise<Transition | undefined> {
  return (await production.history(dataset)).find(({ transitionId }) => transitionId === runId);
}
