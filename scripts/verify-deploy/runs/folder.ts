import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { LAYERS } from '../../../core/contracts/layers.ts';
import type { PlatformEnvironment } from '../../../environments/environment.ts';
import { weather } from '../../../datasets/weather.ts';
import { localPorts } from '../../../hosts/folder.ts';
import { createPlatform, type LocalPlatform } from '../../../local/platform/platform.ts';
import { readTemplate, type Template } from '../../../local/platform/template.ts';
import { npmRun } from './npm-command.ts';
import type { Objects, Place, Request } from './place.ts';

export interface FolderPlaceProps {
  readonly root: string;
  /** The machines to run; from `askPeople` on, those of the second. */
  readonly templates: Readonly<Record<PlatformEnvironment['approval']['required'], () => Promise<Template>>>;
}

/** The laptop's platform in a folder, with the machines that are deployed. */
export class FolderPlace implements Place {
  readonly name = 'a folder';
  readonly #props: FolderPlaceProps;
  #platform: Promise<LocalPlatform> | undefined;

  constructor(props: FolderPlaceProps) {
    this.#props = props;
  }

  async deliver(csv: string): Promise<void> {
    const file = join(this.#props.root, 'landing', weather.source.prefix);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, csv);
  }

  async askPeople(): Promise<void> {
    this.#platform = this.#start('always');
  }

  async run({ machine, run, input }: Request): Promise<unknown> {
    const platform = await (this.#platform ??= this.#start('never'));
    const { execution } = await platform.run(machine, run, input);
    if (execution.status === 'SUCCEEDED') return execution.output;
    throw new Error(
      `${machine} '${run}' ended as ${execution.status}: ${execution.error ?? ''} ${execution.cause ?? ''}`,
    );
  }

  async command(name: string, words: readonly string[]): Promise<string> {
    return npmRun({ name, words: [...words, '--folder', this.#props.root], env: process.env });
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    return readFile(join(this.#props.root, path)).catch(() => undefined);
  }

  async objects(): Promise<Objects> {
    const { root } = this.#props;
    const found = new Map<string, Uint8Array>();
    for (const layer of LAYERS) {
      const entries = await readdir(join(root, layer), { recursive: true, withFileTypes: true });
      for (const entry of entries.filter((one) => one.isFile())) {
        const file = join(entry.parentPath, entry.name);
        found.set(relative(root, file), await readFile(file));
      }
    }
    return found;
  }

  async #start(approval: PlatformEnvironment['approval']['required']): Promise<LocalPlatform> {
    const { root, templates } = this.#props;
    return createPlatform({
      root,
      ports: localPorts(root, [weather]),
      definitions: readTemplate(await templates[approval]()),
      seed: weather.seed,
      // As in an account: the question lies in the folder, and whoever is asked answers by the command.
      approvals: { ask: () => undefined },
      onEvent: () => undefined,
    });
  }
}
