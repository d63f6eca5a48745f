/** The account numbers of all environments, in this one place. These are placeholders: put your own here. */
export const ACCOUNTS = {
  dev: '111111111111',
  staging: '222222222222',
  prod: '333333333333',
} as const;
