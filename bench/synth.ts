import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { measure, node, type Measured } from './measure.ts';
import { WORK_DIR } from './paths.ts';

export const ENVIRONMENT = 'prod';
export const ASSEMBLY = join(WORK_DIR, 'assembly');

/** Synthesizes the environment that the replays run, in a process of its own. */
export async function synthesize(): Promise<Measured> {
  await rm(ASSEMBLY, { recursive: true, force: true });
  return measure(node('--import', 'tsx', 'bench/programs/synth.ts', ENVIRONMENT, ASSEMBLY));
}

/** The replay command on the synthesized assembly, into a folder of its own. */
export function replayCommand(out: string, options: readonly string[]) {
  const target = ['--assembly', ASSEMBLY, '--env', ENVIRONMENT, '--out', out, '--overwrite'];
  return node('scripts/cli.mjs', 'replay', ...options, ...target);
}
