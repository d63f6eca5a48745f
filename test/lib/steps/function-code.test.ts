import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MODULES } from '../../../lib/steps/function-code.ts';
import { synthesizeEnvironment } from '../../../lib/synthesize.ts';
import type { Template } from '../../../local/platform/template.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { resourcesOf, templateOf } from '../support.ts';

interface FunctionProperties {
  readonly Handler: string;
  readonly Code: { readonly S3Key: string };
}

let assembly: string;
let functions: readonly FunctionProperties[];
let code: string;
/** Answers whatever S3, SNS and SageMaker are asked. */
let server: Server;
beforeAll(async () => {
  assembly = await temporaryFolder();
  const template = synthesizeEnvironment('dev', { bundling: true, outdir: assembly }).template as unknown as Template;
  functions = resourcesOf(template, 'AWS::Lambda::Function').map(
    ({ properties }) => properties as unknown as FunctionProperties,
  );
  code = join(assembly, `asset.${functions[0].Code.S3Key.replace('.zip', '')}`);
  server = createServer((_, response) => response.end('<PublishResponse><PublishResult/></PublishResponse>'));
  await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterAll(() => void server.close());

const BUCKETS = Object.fromEntries(
  ['LANDING', 'BRONZE', 'SILVER', 'GOLD', 'ARTIFACTS'].map((layer) => [`${layer}_BUCKET`, layer.toLowerCase()]),
);

/** What a function finds on AWS, and nothing of this machine; its services answer here. */
function surroundings(more: Readonly<Record<string, string>> = {}) {
  return {
    PATH: process.env.PATH,
    NODE_OPTIONS: '--enable-source-maps',
    ...BUCKETS,
    NOTIFICATION_TOPIC_ARN: 'arn:aws:sns:eu-central-1:111111111111:topic',
    SIGNING_KEY_ARN: 'key',
    BUILD_COMMIT: 'c',
    BUILD_IMAGE: 'i',
    BUILD_LIBRARIES: '{}',
    PLATFORM_ENVIRONMENT: 'dev',
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'nobody',
    AWS_SECRET_ACCESS_KEY: 'nothing',
    AWS_MAX_ATTEMPTS: '1',
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...more,
  };
}

/** Runs a module text in the asset's folder, as Lambda does: plain Node, nothing installed. */
async function inNode(text: string, more: Readonly<Record<string, string>> = {}): Promise<string> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', text], {
    cwd: code,
    env: surroundings(more),
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const told: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => void told.push(chunk));
  await once(child, 'close');
  return Buffer.concat(told).toString('utf8').trim().split('\n').at(-1) ?? '';
}

describe('the code of the functions', () => {
  it('is one asset for all, in which each finds its own handler', () => {
    expect(new Set(functions.map(({ Code: { S3Key } }) => S3Key)).size).toBe(1);
    expect(readdirSync(assembly).filter((name) => name.startsWith('asset.'))).toHaveLength(1);
    expect(functions.map(({ Handler }) => Handler).sort()).toEqual(
      Object.keys(MODULES)
        .map((step) => `${step}.handler`)
        .sort(),
    );
    expect(functions).toHaveLength(24);
  });

  it('runs in plain Node: every handler comes up, and refuses an input that is none', async () => {
    const text = `
      const told = {};
      for (const name of ${JSON.stringify(Object.keys(MODULES))}) {
        const { handler } = await import('${code}/' + name + '.mjs');
        told[name] = await handler(null, {}).catch((error) => error.name + ': ' + error.message.split(';')[0]);
      }
      console.log(JSON.stringify(told));`;
    const refused = 'StepInputInvalid: the input of the step is invalid';
    expect(JSON.parse(await inNode(text))).toEqual(
      Object.fromEntries(Object.keys(MODULES).map((step) => [step, refused])),
    );
  });

  it.each([
    ['plan-looks', { dataset: 'weather' }, []],
    ['ingest', { dataset: 'weather' }, ['client-s3']],
    [
      'record-failure',
      { dataset: 'weather', runId: 'r', machine: 'train', error: 'E', cause: 'c' },
      ['client-s3', 'client-sns'],
    ],
    ['plan-forecast', { dataset: 'weather', runId: 'r', modelVersion: 1 }, ['client-s3', 'client-sagemaker']],
  ])('%s loads the clients that it calls, and no others', async (step, event, clients) => {
    const NODE_V8_COVERAGE = await temporaryFolder();
    await inNode(
      `const { handler } = await import('${code}/${step}.mjs'); await handler(${JSON.stringify(event)}, {}).catch(() => 0);`,
      { NODE_V8_COVERAGE },
    );
    expect(clientsIn(NODE_V8_COVERAGE)).toEqual(clients);
  });

  it('has the same name wherever it is made, and says nothing of the machine that made it', async () => {
    const elsewhere = join(await temporaryFolder(), 'a', 'deeper', 'folder');
    await mkdir(elsewhere, { recursive: true });
    const bundler = join(process.cwd(), 'scripts/bundle-functions.mjs');
    const { status } = spawnSync(process.execPath, [bundler, elsewhere, JSON.stringify(MODULES)], { cwd: '/' });
    expect(status).toBe(0);
    const files = readdirSync(code).sort();
    expect(readdirSync(elsewhere).sort()).toEqual(files);
    for (const file of files) {
      const content = readFileSync(join(code, file), 'utf8');
      expect(content).toBe(readFileSync(join(elsewhere, file), 'utf8'));
      expect(content).not.toContain(process.cwd());
    }
  });

  it('traces an error back to the line of the source', () => {
    const { sources, sourcesContent } = mapOf('request-approval.mjs');
    expect(sources).toEqual(['../core/promote/approval-commands.ts', '../lambdas/promote/request-approval.ts']);
    expect(sourcesContent).toBeUndefined();
  });

  it('is not made where the stack is not bundled', () => {
    const { S3Key } = resourcesOf(templateOf('dev'), 'AWS::Lambda::Function')[0].properties.Code as {
      readonly S3Key: string;
    };
    expect(functions[0].Code.S3Key).not.toBe(S3Key);
  });
});

function mapOf(file: string) {
  return JSON.parse(readFileSync(join(code, `${file}.map`), 'utf8')) as {
    readonly sources: readonly string[];
    readonly sourcesContent?: unknown;
  };
}

/** The SDK's clients in the modules that a process loaded, by the coverage that Node kept of it. */
function clientsIn(coverage: string): readonly string[] {
  const [file] = readdirSync(coverage);
  const { result } = JSON.parse(readFileSync(join(coverage, file), 'utf8')) as {
    readonly result: readonly { readonly url: string }[];
  };
  const loaded = result.flatMap(({ url }) => (url.includes(code) && url.endsWith('.mjs') ? [url.slice(url.lastIndexOf('/') + 1)] : []));
  const sources = loaded.flatMap((name) => mapOf(name).sources);
  const clients = sources.flatMap((source) => /@aws-sdk\/(client-\w+)\//.exec(source)?.[1] ?? []);
  return [...new Set(clients)].sort();
}
