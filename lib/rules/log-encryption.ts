import { verdict } from './rule.ts';
import type { RuledResource, Verdict } from './rule.ts';

/** Logs hold what machines were given and what they answered: they are under a key of ours, as the data are. */
export function logEncryption({ Type, Properties = {} }: RuledResource): Verdict {
  if (Type !== 'AWS::Logs::LogGroup') return 'not applicable';
  return verdict(Properties.KmsKeyId === undefined ? 'the log group names no key (KmsKeyId)' : undefined);
}
