/** The parts of a CloudFormation template that rules read. */
export interface RuledTemplate {
  readonly Resources: Readonly<Record<string, RuledResource>>;
}

export interface RuledResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

export type Verdict = 'complies' | 'not applicable' | { readonly problem: string };

/** Judges one resource; the template is for what the resource refers to. */
export type Rule = (resource: RuledResource, template: RuledTemplate) => Verdict;

/** @param problem what is wrong, or nothing */
export function verdict(problem: string | undefined): Verdict {
  return problem === undefined ? 'complies' : { problem };
}

/** Values that CloudFormation takes one or many of. */
export function listOf<Value>(value: Value | readonly Value[] | undefined): readonly Value[] {
  if (value === undefined) return [];
  return isList(value) ? value : [value];
}

function isList<Value>(value: Value | readonly Value[]): value is readonly Value[] {
  return Array.isArray(value);
}
