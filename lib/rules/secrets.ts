import { ENVIRONMENT_VARIABLES } from '../../core/contracts/environment-variables.ts';
import { verdict } from './rule.ts';
import type { RuledResource, Verdict } from './rule.ts';

/** A variable of that name holds a secret, unless the value only says where one lies. */
const SECRET_NAME = /secret|password|passwd|token|credential|private_?key|api_?key/i;
const ADDRESS = /^[\w./+=@-]+$|^arn:/;

/** What is a secret by its looks: a key of AWS, a private key, a JSON web token, an address with a password in it, a secret that CloudFormation would write down. */
const SECRET_VALUE =
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|-----BEGIN|\beyJ[\w-]+\.[\w-]+\.|:\/\/[^/\s:@]+:[^/\s@]+@|\{\{resolve:(?:secretsmanager|ssm-secure)/;

/** Variables are shown to whoever may look at a function: they name a secret at most. */
export function noSecretInVariables({ Type, Properties = {} }: RuledResource): Verdict {
  const variables = variablesOf(Type, Properties);
  if (variables === undefined) return 'not applicable';
  const secret = variables.find(([name, value]) => isSecret(name, value));
  return verdict(secret === undefined ? undefined : `the variable ${secret[0]} holds a secret`);
}

function isSecret(name: string, value: unknown): boolean {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return SECRET_VALUE.test(text) || (SECRET_NAME.test(name) && !saysWhere(name, value));
}

/** A secret's name or ARN, in a variable that is for that. */
function saysWhere(name: string, value: unknown): boolean {
  const isNamedSo = /_(?:ARN|ID|NAME)$/.test(name) || name === ENVIRONMENT_VARIABLES.trackingSecret;
  return isNamedSo && (typeof value !== 'string' || ADDRESS.test(value));
}

type Variables = readonly (readonly [name: string, value: unknown])[];

function variablesOf(type: string, properties: Readonly<Record<string, unknown>>): Variables | undefined {
  switch (type) {
    case 'AWS::Lambda::Function': {
      const { Variables = {} } = (properties.Environment ?? {}) as { readonly Variables?: Record<string, unknown> };
      return Object.entries(Variables);
    }
    case 'AWS::CodeBuild::Project': {
      const { EnvironmentVariables = [] } = (properties.Environment ?? {}) as {
        readonly EnvironmentVariables?: readonly {
          readonly Name: string;
          readonly Type?: string;
          readonly Value: unknown;
        }[];
      };
      return EnvironmentVariables.filter(({ Type = 'PLAINTEXT' }) => Type === 'PLAINTEXT').map(({ Name, Value }) => [
        Name,
        Value,
      ]);
    }
    default:
      return undefined;
  }
}
