import { userInfo } from 'node:os';
import * as z from 'zod';
import { shown } from '../../core/contracts/visible.ts';
import { whyNoPerson } from '../../core/contracts/person.ts';
import { UsageError } from '../errors.ts';

export const byOption = z.string().trim().optional().meta({
  placeholder: 'NAME',
  description: 'who decides this (default: the name of the user of this machine)',
});

/** Who stands behind a decision. @throws UsageError where nobody does, or the machine does not know its user. */
export function personOf(by: string | undefined): string {
  const name = by ?? osUser();
  const why = whyNoPerson(name);
  if (why !== undefined) throw new UsageError(`--by '${shown(name)}' ${why}; say who decides`);
  return name;
}

function osUser(): string {
  try {
    return userInfo().username;
  } catch (cause) {
    throw new UsageError('--by is missing, and this machine has no name for its user; say who decides', { cause });
  }
}
