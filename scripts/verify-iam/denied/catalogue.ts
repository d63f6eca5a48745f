import { distinct } from '../judged/call.ts';
import type { Denied, Setting } from './denied.ts';
import { deniedOnKeys } from './keys.ts';
import { deniedOnMachines } from './machines.ts';
import { deniedOnObjects } from './objects.ts';
import { deniedToAdministrators, deniedToOutsiders, deniedWithoutTls } from './outsiders.ts';
import { deniedOnRoles } from './roles.ts';
import type { Call } from '../judged/call.ts';

/** Every call that must be denied, once. */
export function catalogue(setting: Setting, needed: readonly Call[]): readonly Denied[] {
  const all = [
    ...deniedOnObjects(setting),
    ...deniedOnKeys(setting),
    ...deniedOnMachines(setting),
    ...deniedOnRoles(setting),
    ...deniedWithoutTls(needed),
    ...deniedToOutsiders(setting),
    ...deniedToAdministrators(setting),
  ];
  const kinds = new Map(all.map(({ call, kind }) => [call, kind]));
  return distinct(all.map(({ call }) => call)).map((call) => ({ call, kind: kinds.get(call) ?? '' }));
}
