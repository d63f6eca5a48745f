import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import * as z from 'zod';
import { ENVIRONMENT_VARIABLES } from '../../../core/contracts/environment-variables.ts';
import { LAYERS } from '../../../core/contracts/layers.ts';
import type { BuildInfo } from '../../../core/ports.ts';
import { weather } from '../../../datasets/weather.ts';
import { localPorts } from '../../../hosts/folder.ts';
import { createPlatform, type LocalPlatform } from '../../../local/platform/platform.ts';
import { readTemplate } from '../../../local/platform/template.ts';
import type { StepName } from '../../../lambdas/steps.ts';
import type { Template } from '../assembly.ts';
import type { Assembly } from '../cdk.ts';
import { npmRun } from './npm-command.ts';
import type { Objects, Place, Request } from './place.ts';

export interface FolderPlaceProps {
  readonly root: string;
  readonly assembly: Assembly;
}

/** The laptop's platform in a folder, with the machines that are deployed. */
export class FolderPlace implements Place {
  readonly root: string;
  #platform: Promise<LocalPlatform>;

  constructor({ root, assembly }: FolderPlaceProps) {
    this.root = root;
    this.#platform = platformOf(root, assembly);
  }

  async deliver(csv: string): Promise<void> {
    const file = join(this.root, 'landing', weather.source.prefix);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, csv);
  }

  async adopt(assembly: Assembly): Promise<void> {
    this.#platform = platformOf(this.root, assembly);
    await this.#platform;
  }

  async run({ machine, run, input }: Request): Promise<unknown> {
    const { execution } = await (await this.#platform).run(machine, run, input);
    if (execution.status === 'SUCCEEDED') return execution.output;
    const { status, error = '', cause = '' } = execution;
    throw new Error(`${machine} '${run}' ended in a folder as ${status}: ${error} ${cause}`);
  }

  async command(name: string, words: readonly string[]): Promise<string> {
    return npmRun({ name, words: [...words, '--folder', this.root], env: process.env });
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    return readFile(join(this.root, path)).catch(() => undefined);
  }

  async objects(): Promise<Objects> {
    const found = new Map<string, Uint8Array>();
    for (const layer of LAYERS) {
      const entries = await readdir(join(this.root, layer), { recursive: true, withFileTypes: true });
      for (const entry of entries.filter((one) => one.isFile())) {
        const file = join(entry.parentPath, entry.name);
        found.set(relative(this.root, file), await readFile(file));
      }
    }
    return found;
  }
}

async function platformOf(root: string, { template }: Assembly): Promise<LocalPlatform> {
  return createPlatform({
    root,
    ports: localPorts(root, [weather]),
    build: deployedBuild(template),
    definitions: readTemplate(template),
    seed: weather.seed,
    // As in an account: whoever is asked answers by the command.
    approvals: { ask: () => undefined },
    onEvent: () => undefined,
  });
}

/** What the registering function is told of its build: records name it. */
function deployedBuild({ Resources }: Template): BuildInfo {
  const register = Object.values(Resources).find(({ Metadata }) => Metadata.step === ('register' satisfies StepName));
  const variables = environmentSchema.parse(register?.Properties).Environment.Variables;
  const { commit, image, libraries } = ENVIRONMENT_VARIABLES;
  return buildSchema.parse({
    commit: variables[commit],
    image: variables[image],
    libraries: JSON.parse(String(variables[libraries])),
  });
}

const environmentSchema = z.object({ Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }) });
const buildSchema = z.object({
  commit: z.string(),
  image: z.string(),
  libraries: z.record(z.string(), z.string()),
}) satisfies z.ZodType<BuildInfo>;
