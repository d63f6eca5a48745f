import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { type ProgramEnd, runProgram } from '../run-program.ts';
import { readAssembly } from './assembly.ts';
import type { StackOfAssembly } from './assembly.ts';
import type { ChangeName } from './changes.ts';
import type { Emulators } from './emulators/emulators.ts';
import { leaveOut, NOT_EMULATED } from './left-out.ts';
import type { LeftOut } from './left-out.ts';

/** The CDK command line of package.json, which `npx cdk` starts too. */
const CDK = [process.execPath, 'node_modules/aws-cdk/bin/cdk'] as const;

/** bin/app.ts with a changed literal. */
const CHANGED_APP = 'node --import tsx scripts/verify-deploy/changed-app.ts';

/** Against hanging, not a measurement: a machine that has other work meets each with room. */
const LIMIT_SECONDS = { synth: 600, bootstrap: 180, deploy: 600, destroy: 300 } as const;

/** What `cdk synth` left in a folder: the one stack of an environment, bundled. */
export interface Assembly extends StackOfAssembly {
  readonly folder: string;
  readonly environment: string;
  /** Of types that the emulator does not know: its template is without them. */
  readonly leftOut: readonly LeftOut[];
}

export interface Deployment extends Assembly {
  /** Of the stack; empty where it has none. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Whether CloudFormation found something to do. */
  readonly changed: boolean;
}

export interface SynthesizeProps {
  /** A name of environments/. */
  readonly environment: string;
  /** A change of its literal (changes.ts); without it, the environment as it is. */
  readonly change?: ChangeName;
}

/** `npx cdk synth --context env=NAME`, bundling and all; the account to deploy to must be the environment's. */
export async function synthesize(emulators: Emulators, { environment, change }: SynthesizeProps): Promise<Assembly> {
  const folder = join(emulators.folder, `assembly-${environment}-${change ?? 'as-it-is'}`);
  const changed = change === undefined ? [] : ['--app', CHANGED_APP, '--context', `change=${change}`];
  await cdk(emulators, 'synth', ['--quiet', '--context', `env=${environment}`, ...changed, '--output', folder]);
  return { folder, environment, ...withoutWhatIsNotEmulated(folder) };
}

/** The stack of an assembly, whose template in the folder loses what the emulator does not know. */
export function withoutWhatIsNotEmulated(folder: string): StackOfAssembly & Pick<Assembly, 'leftOut'> {
  const stack = readAssembly(folder);
  const { template, leftOut } = leaveOut(stack.template, Object.keys(NOT_EMULATED));
  if (leftOut.length > 0) writeFileSync(join(folder, stack.templateFile), JSON.stringify(template));
  return { ...stack, template, leftOut };
}

/** `npx cdk bootstrap`, of the environment's account and region. */
export async function bootstrap(emulators: Emulators, { folder }: Assembly): Promise<void> {
  await cdk(emulators, 'bootstrap', ['--app', folder]);
}

/** `npx cdk deploy` */
export async function deploy(emulators: Emulators, assembly: Assembly): Promise<Deployment> {
  const { folder, stackName } = assembly;
  const file = `${folder}.outputs.json`;
  const { both } = await cdk(emulators, 'deploy', [
    ...['--app', folder, '--outputs-file', file, '--require-approval', 'never', '--progress', 'events', stackName],
  ]);
  const outputs = existsSync(file) ? outputsSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : {};
  return { ...assembly, outputs: outputs[stackName] ?? {}, changed: !both.includes('(no changes)') };
}

/** `npx cdk destroy --force` */
export async function destroy(emulators: Emulators, { folder, stackName }: Assembly): Promise<void> {
  await cdk(emulators, 'destroy', ['--app', folder, '--force', stackName]);
}

const outputsSchema = z.record(z.string(), z.record(z.string(), z.string()));

/** @throws Error with the last words of both sides, where the command fails or hangs */
async function cdk(
  emulators: Emulators,
  verb: keyof typeof LIMIT_SECONDS,
  args: readonly string[],
): Promise<ProgramEnd> {
  const options = { env: emulators.env, limitSeconds: LIMIT_SECONDS[verb] };
  const outcome = await runProgram([...CDK, verb, ...args], options).catch((error: unknown) => {
    throw new Error(`cdk ${verb}: ${String(error)}\n${emulators.lastLines()}`);
  });
  if (outcome.exitCode === 0) return outcome;
  throw new Error(`cdk ${verb} ended with ${outcome.exitCode}:\n${outcome.tail}\n${emulators.lastLines()}`);
}
