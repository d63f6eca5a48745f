import type { StackPlace } from './stack-place.ts';

/** What CloudFormation calls to create, read, update and delete the resources of one type, as this project uses it. */
export interface TypeRights {
  readonly actions: readonly string[];
  /** What the actions are allowed on. */
  readonly on: (place: StackPlace) => readonly string[];
}

/** AWS knows these for '*' only. */
export const anything = () => ['*'];
export const on =
  (...arns: readonly ((place: StackPlace) => string)[]) =>
  (place: StackPlace): readonly string[] =>
    arns.map((make) => make(place));

export function actionsOf(service: string, names: string): readonly string[] {
  return names.split(' ').map((name) => `${service}:${name}`);
}
