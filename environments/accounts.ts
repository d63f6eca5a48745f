/** The account numbers of all environments, in this one place. These are placeholders: put your own here. */
export const ACCOUNTS = {
  dev: '111111111111',
  staging: '222222222222',
  prod: '333333333333',
  delivery: '444444444444',
} as const;

/** Twelve times the same digit: they look like nobody's, and may be somebody's. Nothing may be deployed that trusts one of them. */
export const PLACEHOLDERS: readonly string[] = [...'0123456789'].map((digit) => digit.repeat(12));

export function isPlaceholder(account: string): boolean {
  return PLACEHOLDERS.includes(account);
}
