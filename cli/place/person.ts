import { userInfo } from 'node:os';
import * as z from 'zod';
import { UsageError } from '../errors.ts';

export const byOption = z.string().trim().optional().meta({
  placeholder: 'NAME',
  description: 'who decides this (default: the name of the user of this machine)',
});

/** Who stands behind a decision. @throws UsageError where nobody does, or the machine does not know its user. */
export function personOf(by: string | undefined): string {
  if (by === '') throw new UsageError("--by '' names nobody");
  return by ?? osUser();
}

function osUser(): string {
  try {
    return userInfo().username;
  } catch (cause) {
    throw new UsageError('--by is missing, and this machine has no name for its user; say who decides', { cause });
  }
}
