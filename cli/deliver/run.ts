import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { ExecutionFacts } from '../../core/delivery/executions.ts';
import { findPlatform } from '../../environments/index.ts';
import type { DeliveryHost } from '../../hosts/delivery.ts';
import { runTargetMachine } from '../../hosts/target-machines.ts';
import { UsageError } from '../errors.ts';
import type { View } from '../view.ts';
import { requireSuccess } from './executions.ts';

export interface Running {
  readonly commit: string;
  readonly environment: string;
  readonly machine: string;
  /** JSON */
  readonly input: string;
  /** The checkout. */
  readonly root: string;
}

/** What a workflow's shell reads afterwards. */
const EXPORTS = { folder: 'out', file: 'execution.env' } as const;
const POLL_MS = 15_000;

/** Starts a machine of an environment and waits for its end, for whoever has no action of CodePipeline for that. @throws ExecutionRefused where it fails */
export async function runMachineOf(
  { commit, environment, machine, input, root }: Running,
  { on, clock, say }: DeliveryHost,
): Promise<View> {
  if (on === 'folder') throw new UsageError('run starts a machine in AWS; on a folder, the rehearsal plays it');
  const literal = findPlatform(environment);
  const started = { machine, name: `${commit.slice(0, 12)}-${clock.nowMs()}`, input: parsed(input) };
  const facts = await runTargetMachine(literal, started, { pollMs: POLL_MS, pause: setTimeout, say });
  await mkdir(join(root, EXPORTS.folder), { recursive: true });
  await writeFile(join(root, EXPORTS.folder, EXPORTS.file), `EXECUTION=${facts.arn}\n`);
  requireSuccess(facts);
  return viewOf(facts);
}

function parsed(input: string): unknown {
  try {
    return JSON.parse(input);
  } catch (cause) {
    throw new UsageError(`--input '${input}' is no JSON`, { cause });
  }
}

function viewOf({ arn, status }: ExecutionFacts): View {
  return { json: { execution: arn, status }, text: arn };
}
