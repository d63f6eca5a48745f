import { plural } from '../contracts/figures.ts';
import type { Audit } from '../ports.ts';

/** Whether the record of the moves is as the platform left it, in a sentence or two for people; undefined where there is no move. */
export function auditText({ moves, unsigned, broken }: Audit): string | undefined {
  if (broken !== undefined) return `The record of the moves is BROKEN at ${broken.at}: ${broken.problem}.`;
  if (moves.length === 0) return undefined;
  const signed = moves.length - unsigned;
  if (signed === 0)
    return `The record of the moves is whole; ${plural(unsigned, 'move')} by a release that signed none.`;
  const whole = `The record of the moves is intact: ${plural(signed, 'move')} signed, each over the one before`;
  return unsigned === 0
    ? `${whole}.`
    : `${whole}. The first of them vouches for ${plural(unsigned, 'move')} before it, by a release that signed none.`;
}
