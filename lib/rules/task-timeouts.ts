import { listOf, verdict } from './rule.ts';
import type { RuledResource, Verdict } from './rule.ts';

interface Graph {
  readonly States?: Readonly<Record<string, State>>;
}

interface State {
  readonly Type: string;
  readonly TimeoutSeconds?: unknown;
  readonly TimeoutSecondsPath?: unknown;
  readonly ItemProcessor?: Graph;
  readonly Branches?: readonly Graph[];
}

/** Every task of a state machine, and the machine itself, ends some time: Step Functions waits a year otherwise, and holds whatever lock the machine has. */
export function taskTimeouts({ Type, Properties = {} }: RuledResource): Verdict {
  if (Type !== 'AWS::StepFunctions::StateMachine') return 'not applicable';
  const definition = JSON.parse(textOf(Properties.DefinitionString)) as Graph & Pick<State, 'TimeoutSeconds'>;
  if (definition.TimeoutSeconds === undefined) return { problem: 'the machine has no TimeoutSeconds' };
  const endless = endlessTasks(definition);
  return verdict(endless.length === 0 ? undefined : `without TimeoutSeconds: ${endless.join(', ')}`);
}

function endlessTasks({ States = {} }: Graph): readonly string[] {
  return Object.entries(States).flatMap(([name, state]) => [
    ...(state.Type === 'Task' && (state.TimeoutSeconds ?? state.TimeoutSecondsPath) === undefined ? [name] : []),
    ...[...listOf(state.ItemProcessor), ...(state.Branches ?? [])].flatMap(endlessTasks),
  ]);
}

/** The parts of a join, with a word for each value that only CloudFormation knows. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const { 'Fn::Join': join } = value as { readonly 'Fn::Join'?: readonly [string, readonly unknown[]] };
  return join === undefined ? 'token' : join[1].map(textOf).join(join[0]);
}
