import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { LAYERS, type Layer } from '../../../core/contracts/layers.ts';
import { OUTPUTS } from '../../../core/contracts/names.ts';
import { weather } from '../../../datasets/weather.ts';
import { AwsRefusal } from '../aws-api/aws-api.ts';
import { type Assembly, deploy } from '../cdk.ts';
import type { Site } from '../check.ts';
import { npmRun } from './npm-command.ts';
import type { Objects, Place, Request } from './place.ts';

const POLL_MS = 100;
/** A replay lives through years; a machine that takes longer hangs. */
const LIMIT_MS = 600_000;

const started = z.object({ executionArn: z.string() });
const described = z.object({
  status: z.string(),
  output: z.string().optional(),
  error: z.string().optional(),
  cause: z.string().optional(),
});
const listed = z.object({
  Contents: z.array(z.object({ Key: z.string() })).default([]),
});
const gotten = z.object({ Body: z.base64() });

/** The deployed environment, by the services' own API and by the commands' `--env`. */
export class AccountPlace implements Place {
  readonly buckets: Readonly<Record<Layer, string>>;
  readonly #site: Site;

  constructor(site: Site) {
    this.#site = site;
    const names = LAYERS.map((layer) => [layer, this.#output(OUTPUTS.bucketName(layer))] as const);
    this.buckets = Object.fromEntries(names) as Record<Layer, string>;
  }

  async deliver(csv: string): Promise<void> {
    const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(this.#output(OUTPUTS.landing(weather.name))) ?? [];
    await this.#call('s3', 'PutObject', { Bucket: bucket, Key: key, Body: csv });
  }

  async adopt(assembly: Assembly): Promise<void> {
    await deploy(this.#site.emulators, assembly);
  }

  async run({ machine, run, input }: Request): Promise<unknown> {
    const stateMachineArn = this.#output(OUTPUTS.machineArn(machine));
    const request = { stateMachineArn, name: run, input: JSON.stringify(input) };
    const { executionArn } = started.parse(await this.#call('stepfunctions', 'StartExecution', request));
    for (const until = Date.now() + LIMIT_MS; Date.now() < until; await sleep(POLL_MS)) {
      const found = described.parse(await this.#call('stepfunctions', 'DescribeExecution', { executionArn }));
      if (found.status === 'RUNNING') continue;
      if (found.status === 'SUCCEEDED') return JSON.parse(found.output ?? 'null');
      throw new Error(
        `${machine} '${run}' ended as ${found.status}: ${found.error ?? ''} ${found.cause ?? found.output ?? ''}`,
      );
    }
    throw new Error(`${machine} '${run}' still runs after ${LIMIT_MS / 1000} s`);
  }

  async command(name: string, words: readonly string[]): Promise<string> {
    const { emulators, deployment } = this.#site;
    return npmRun({ name, words: [...words, '--env', deployment.environment], env: emulators.env });
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    const [layer, ...key] = path.split('/');
    const bucket = this.buckets[layer as Layer];
    try {
      const { Body } = gotten.parse(await this.#call('s3', 'GetObject', { Bucket: bucket, Key: key.join('/') }));
      return Buffer.from(Body, 'base64');
    } catch (error) {
      if (error instanceof AwsRefusal && error.code === 'NoSuchKey') return undefined;
      throw error;
    }
  }

  async objects(): Promise<Objects> {
    const found = new Map<string, Uint8Array>();
    for (const layer of LAYERS) {
      for (const key of await this.#keys(layer)) {
        const body = await this.read(`${layer}/${key}`);
        if (body !== undefined) found.set(`${layer}/${key}`, body);
      }
    }
    return found;
  }

  async #keys(layer: Layer): Promise<readonly string[]> {
    const { Contents } = listed.parse(await this.#call('s3', 'ListObjectsV2', { Bucket: this.buckets[layer] }));
    return Contents.map(({ Key }) => Key);
  }

  /** What the stack told whoever deployed it. */
  #output(name: string): string {
    const value = this.#site.deployment.outputs[name];
    if (value === undefined) throw new Error(`the stack has no output ${name}`);
    return value;
  }

  #call(service: string, operation: string, parameters: Readonly<Record<string, unknown>>) {
    return this.#site.emulators.api.call(service, operation, parameters);
  }
}
