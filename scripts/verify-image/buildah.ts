import { join, resolve } from 'node:path';
import * as z from 'zod';
import { outputOf, type ProgramEnd, runProgram } from '../run-program.ts';

/** Seconds; they hold on a machine that has other work. */
const LIMITS = { build: 1200, commit: 600, run: 600, other: 300 } as const;

/** What `buildah inspect --type image` says of an image, as far as it is looked at. */
const inspectSchema = z.object({
  FromImageDigest: z.string(),
  Manifest: z.string().transform((text) => manifestSchema.parse(JSON.parse(text))),
  OCIv1: z.object({ config: z.object({ Labels: z.record(z.string(), z.string()).default({}) }) }),
});
const manifestSchema = z.object({ layers: z.array(z.object({ size: z.number() })) });

export interface ImageFacts {
  readonly digest: string;
  readonly bytes: number;
  readonly labels: Readonly<Record<string, string>>;
}

export interface BuildProps {
  readonly context: string;
  /** Below the context. */
  readonly dockerfile: string;
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly tag: string;
}

export interface RunProps {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Folder outside -> folder inside. */
  readonly mounts: Readonly<Record<string, string>>;
}

/** Images and containers without a daemon, in a store of their own. */
export class Buildah {
  readonly #prefix: readonly string[];

  constructor(folder: string) {
    const [root, runroot] = ['storage', 'run'].map((name) => join(resolve(folder), name));
    this.#prefix = ['buildah', '--root', root, '--runroot', runroot, '--storage-driver', 'vfs'];
  }

  /** A container of an image, or of nothing (`scratch`). @returns its id */
  container(image: string): Promise<string> {
    return this.#output(['from', '--pull=never', image]);
  }

  /** @returns the folder of the container's files */
  files(container: string): Promise<string> {
    return this.#output(['mount', container]);
  }

  async commit(container: string, image: string): Promise<void> {
    await this.#output(['commit', '--quiet', '--rm', container, image], LIMITS.commit);
  }

  /** `docker build` of the context. @returns how that ended */
  build({ context, dockerfile, buildArgs, tag }: BuildProps): Promise<ProgramEnd> {
    const given = Object.entries(buildArgs).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]);
    const args = ['build', '--pull=never', ...given, '--file', join(context, dockerfile), '--tag', tag, context];
    return this.#run(args, LIMITS.build);
  }

  /** Without a network, as jobs run on SageMaker. */
  async run(container: string, { command, environment, mounts }: RunProps): Promise<ProgramEnd> {
    const args = [
      ...Object.entries(environment).map(([name, value]) => `--env=${name}=${value}`),
      ...Object.entries(mounts).map(([outside, inside]) => `--volume=${resolve(outside)}:${inside}`),
    ];
    const inside = [...this.#prefix, 'run', ...args, container, '--', ...command];
    const start = () => runProgram(['unshare', '--net', ...inside], optionsOf(LIMITS.run));
    const end = await start();
    // Now and then the runtime cannot seal its own copy, before it has started anything.
    return end.exitCode !== 0 && end.tail.includes('sealing memfd copy') ? start() : end;
  }

  /** undefined when there is no such image. */
  async inspect(image: string): Promise<ImageFacts | undefined> {
    const { exitCode, stdout } = await this.#run(['inspect', '--type', 'image', image], LIMITS.other);
    if (exitCode !== 0) return undefined;
    const { FromImageDigest, Manifest, OCIv1 } = inspectSchema.parse(JSON.parse(stdout));
    const bytes = Manifest.layers.reduce((sum, { size }) => sum + size, 0);
    return { digest: FromImageDigest, bytes, labels: OCIv1.config.Labels };
  }

  /** Removes every container, the image of this name, and what has none. */
  async clean(image: string): Promise<void> {
    await this.#output(['rm', '--all']);
    if ((await this.inspect(image)) !== undefined) await this.#output(['rmi', image]);
    await this.#output(['rmi', '--prune']);
  }

  /** Removes every container and image. */
  async empty(): Promise<void> {
    await this.#output(['rm', '--all']);
    await this.#output(['rmi', '--all', '--force']);
  }

  #run(args: readonly string[], limitSeconds: number): Promise<ProgramEnd> {
    return runProgram([...this.#prefix, ...args], optionsOf(limitSeconds));
  }

  #output(args: readonly string[], limitSeconds: number = LIMITS.other): Promise<string> {
    return outputOf([...this.#prefix, ...args], optionsOf(limitSeconds));
  }
}

/** With this, buildah needs no more of the kernel than changing roots and mounting. */
function optionsOf(limitSeconds: number) {
  return { limitSeconds, isTold: true, env: { ...process.env, BUILDAH_ISOLATION: 'chroot' } };
}
