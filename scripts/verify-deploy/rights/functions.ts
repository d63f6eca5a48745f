import type { Template } from '../assembly.ts';

/** The function of a step or a job, and the role that it runs as; both by what the template calls them. */
export interface FunctionRole {
  readonly step: string;
  readonly functionId: string;
  readonly roleId: string;
}

/** Every function that has a step; what CDK adds for itself has none. */
export function functionRoles({ Resources }: Template): readonly FunctionRole[] {
  return Object.entries(Resources).flatMap(([functionId, { Type, Metadata, Properties }]) => {
    if (Type !== 'AWS::Lambda::Function' || typeof Metadata.step !== 'string') return [];
    return [{ step: Metadata.step, functionId, roleId: roleIdOf(functionId, Properties.Role) }];
  });
}

function roleIdOf(functionId: string, role: unknown): string {
  if (typeof role === 'object' && role !== null && 'Fn::GetAtt' in role && Array.isArray(role['Fn::GetAtt'])) {
    return String(role['Fn::GetAtt'][0]);
  }
  throw new Error(`the function ${functionId} has no role of the template; got ${JSON.stringify(role)}`);
}
