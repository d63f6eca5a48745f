import { userInfo } from 'node:os';
import { type OptionSpec, type ParsedOptions, text, UsageError } from '../options.ts';

export const BY_OPTION = {
  type: 'string',
  value: 'NAME',
  help: 'who decides this (default: the name of the user of this machine)',
} as const satisfies OptionSpec;

/** Who stands behind a decision. @throws UsageError where the machine does not know its user. */
export function personOf(options: ParsedOptions): string {
  const by = text(options, 'by')?.trim();
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
