import aslValidator from 'asl-validator';
import { diagnose, isName, NAME_RULE, textOf } from '../asl/index.ts';
import type { Template } from '../local/platform/template.ts';
import { readTemplate } from '../local/platform/template.ts';

/** What the Amazon States Language forbids in a template's state machines, and what AWS would refuse or warn of. */
export function definitionFindings(template: Template): string[] {
  return Object.values(readTemplate(template).machines).flatMap(({ name, definition }) => {
    const { StateMachineName, StateMachineType } = propertiesOf(template, name);
    const type = StateMachineType === 'EXPRESS' ? 'EXPRESS' : 'STANDARD';
    const { isValid, errorsText } = aslValidator(definition as object);
    const findings = [
      ...(isValid ? [] : [errorsText('; ')]),
      ...(typeof StateMachineName !== 'string' || isName(StateMachineName)
        ? []
        : [`the StateMachineName '${StateMachineName}' is refused: ${NAME_RULE}`]),
      ...diagnose(definition, { name, type, findHandler: () => async () => null, hasS3: true }).map(textOf),
    ];
    return findings.map((finding) => `state machine ${name}: ${finding}`);
  });
}

function propertiesOf({ Resources }: Template, machine: string): Readonly<Record<string, unknown>> {
  return Object.values(Resources).find(({ Metadata }) => Metadata?.machine === machine)?.Properties ?? {};
}
