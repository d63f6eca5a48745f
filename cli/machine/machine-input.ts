import * as z from 'zod';
import type { Json } from '../../asl/index.ts';
import { MACHINE_INPUTS, type MachineName } from '../../core/contracts/machine-inputs.ts';
import { nearestName } from '../../core/ingest/nearest-name.ts';
import { UsageError } from '../errors.ts';
import type { MachineRequest } from '../place/machine-request.ts';
import { fieldsText } from './command.ts';

/** What the machine is asked for. @throws UsageError naming every field that is missing, unknown or wrong */
export function machineInput(machine: MachineName, text: string): MachineRequest['input'] {
  const schema = MACHINE_INPUTS[machine];
  const json = parsed(text);
  const result = schema.safeParse(json);
  if (result.success) return { ...json, dataset: result.data.dataset };
  const fields = Object.keys(schema.shape);
  const problems = result.error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownField(key, fields));
    const name = issue.path.join('.');
    const got = issue.path.reduce<unknown>((within, key) => Object(within)[key], json);
    const meaning = meaningOf(machine, String(issue.path[0]));
    if (got === undefined) return [`'${name}' is missing: ${meaning}`];
    return [`'${name}' cannot be ${JSON.stringify(got)}: ${saysWhatMayBe(issue) ? issue.message : meaning}`];
  });
  throw new UsageError(`--input of ${machine}: ${problems.join('; ')}; it takes ${fieldsText(machine)}`);
}

/** What the schema wrote itself; zod's own 'Invalid input' names nothing that a person could write instead. */
function saysWhatMayBe({ message }: z.core.$ZodIssue): boolean {
  return !message.startsWith('Invalid ');
}

const object = z.record(z.string(), z.json());

function parsed(text: string): Readonly<Record<string, Json>> {
  const example = `--input '{"dataset":"weather"}'`;
  try {
    const json = object.safeParse(JSON.parse(text));
    if (json.success) return json.data;
  } catch (cause) {
    throw new UsageError(`--input '${text}' is no JSON; between single quotes a shell leaves it alone: ${example}`, {
      cause,
    });
  }
  throw new UsageError(`--input '${text}' is no JSON object; as in ${example}`);
}

function unknownField(key: string, fields: readonly string[]): string {
  return `'${key}' is unknown, did you mean '${nearestName(key, fields) ?? ''}'?`;
}

function meaningOf(machine: MachineName, name: string): string {
  const fields: Readonly<Record<string, { meta(): { description?: string | undefined } | undefined }>> =
    MACHINE_INPUTS[machine].shape;
  return fields[name]?.meta()?.description ?? '';
}
