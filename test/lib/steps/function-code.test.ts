import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ANSWER_FUNCTION } from '../../../lambdas/jobs.ts';
import { MODULES } from '../../../lib/steps/function-code.ts';
import { synthesizeEnvironment } from '../../../lib/synthesize.ts';
import type { Template } from '../../../local/platform/template.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { resourcesOf, templateOf } from '../support.ts';

interface FunctionProperties {
  readonly Handler: string;
  readonly Code: { readonly S3Key: string };
  readonly Environment: { readonly Variables: Readonly<Record<string, unknown>> };
}

const CONTEXT =
  "{ awsRequestId: 'request-7', functionName: 'f', invokedFunctionArn: 'arn', memoryLimitInMB: '128', functionVersion: '1' }";

const STEPS_AND_JOBS = Object.keys(MODULES).filter((name) => name !== ANSWER_FUNCTION);
/** Dev asks nobody: its asset has the code of that, its template no function. */
const IN_DEV = STEPS_AND_JOBS.filter((name) => name !== 'request-approval');
const ANSWERING = {
  PLATFORM_STACK: 'forecasting-prod',
  PROMOTE_MACHINE_ARN: 'arn:aws:states:eu-central-1:111111111111:stateMachine:forecasting-prod-promote',
  STS_ENDPOINT: 'https://sts.eu-central-1.amazonaws.com',
};

let assembly: string;
let functions: readonly FunctionProperties[];
let code: string;
/** Answers whatever S3, SNS and SageMaker are asked. */
let server: Server;
/** What a synthesis said beside its template. */
let said: readonly unknown[];
beforeAll(async () => {
  assembly = await temporaryFolder();
  const errors = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  const template = synthesizeEnvironment('dev', { bundling: true, outdir: assembly }).template as unknown as Template;
  said = errors.mock.calls;
  errors.mockRestore();
  functions = resourcesOf(template, 'AWS::Lambda::Function').map(
    ({ properties }) => properties as unknown as FunctionProperties,
  );
  code = join(assembly, `asset.${functions[0].Code.S3Key.replace('.zip', '')}`);
  server = createServer((_, response) => response.end('<PublishResponse><PublishResult/></PublishResponse>'));
  await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterAll(() => void server.close());

/** The variables that the template gives to the function; what only a deployment knows goes by some name. */
function variablesOf(step: string): Readonly<Record<string, string>> {
  const { Environment } = functions.find(({ Handler }) => Handler === `${step}.handler`)!;
  return Object.fromEntries(
    Object.entries(Environment.Variables).map(([name, value]) => [name, typeof value === 'string' ? value : 'some']),
  );
}

/** Runs a module text in the asset's folder, as Lambda does: plain Node, nothing installed, nothing of this machine's. What it writes, then its errors. */
async function inNode(text: string, variables: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const services = {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'nobody',
    AWS_SECRET_ACCESS_KEY: 'nothing',
    AWS_MAX_ATTEMPTS: '1',
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  };
  const child = spawn(process.execPath, ['--input-type=module', '-e', text], {
    cwd: code,
    env: { PATH: process.env.PATH, ...services, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const told = ['', ''];
  [child.stdout, child.stderr].forEach((stream, index) => stream.on('data', (chunk) => void (told[index] += chunk)));
  await once(child, 'close');
  return told.flatMap((text) => text.trim().split('\n'));
}

/** Paths below the folder. */
function filesIn(folder: string): readonly string[] {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return found.map(({ parentPath, name }) => relative(folder, join(parentPath, name))).sort();
}

describe('the code of the functions', () => {
  it('is made without a word: a synthesis that is asked to be quiet is', () => {
    expect(said).toEqual([]);
  });

  it('is one asset for all, in which each finds its own handler', () => {
    expect(new Set(functions.map(({ Code: { S3Key } }) => S3Key)).size).toBe(1);
    expect(readdirSync(assembly).filter((name) => name.startsWith('asset.'))).toHaveLength(1);
    expect(functions.map(({ Handler }) => Handler).sort()).toEqual(IN_DEV.map((step) => `${step}.handler`).sort());
    expect(functions).toHaveLength(33);
  });

  it('has the Python flavour where the module that reads it looks: beside itself', () => {
    const folder = 'flavour/forecaster_model';
    const modules = (path: string) => readdirSync(path).filter((name) => name.endsWith('.py'));
    expect(modules(join(code, folder))).toEqual(modules(join('adapters/mlflow', folder)));
    const readers = filesIn(code).filter(
      (name) => name.endsWith('.mjs') && readFileSync(join(code, name), 'utf8').includes('new URL(`flavour/'),
    );
    expect(readers).not.toEqual([]);
    expect(readers.filter((name) => name.includes('/'))).toEqual([]);
  });

  it('runs in plain Node: every handler comes up, and refuses an input that is none', async () => {
    const names = Object.keys(MODULES);
    const text = `
      const told = {};
      for (const name of ${JSON.stringify(names)}) {
        const { handler } = await import('${code}/' + name + '.mjs');
        told[name] = await handler(null, ${CONTEXT}).catch((error) => error.name + ': ' + error.message.split(';')[0]);
      }
      process.stdout.write('\\n' + JSON.stringify(told));`;
    const refused = 'StepInputInvalid: the input of the step is invalid';
    const lines = await inNode(text, Object.assign({}, ANSWERING, ...IN_DEV.map(variablesOf)));
    expect(JSON.parse(lines.find((line) => line.startsWith('{"ingest":'))!)).toEqual({
      ...Object.fromEntries(STEPS_AND_JOBS.map((step) => [step, refused])),
      [ANSWER_FUNCTION]: refused.replace('the input of the step', 'what the answering function is asked'),
    });
  });

  it('writes log lines that say where they come from, and no task token', async () => {
    const asked = {
      dataset: 'weather',
      runId: 'run-1',
      modelVersion: 1,
      report: { reportUri: 'u', reportSha256: 's' },
    };
    const events = [
      { ...asked, taskToken: 'secret-1', replay: 'past' },
      { ...asked, taskToken: 'secret-2', extra: 1 },
      { ...asked, taskToken: ['secret-3'] },
      {},
    ];
    const text = `
      const { handler } = await import('${code}/request-approval.mjs');
      for (const event of ${JSON.stringify(events)}) await handler(event, ${CONTEXT}).catch(() => 0);`;
    // Dev has no such function; another that tells people has all that it needs.
    const variables = { ...variablesOf('refuse'), POWERTOOLS_SERVICE_NAME: 'request-approval', READ_LAYERS: 'none' };
    const lines = await inNode(text, variables);
    const logged = lines.flatMap((line) =>
      line.startsWith('{') ? [JSON.parse(line) as Readonly<Record<string, unknown>>] : [],
    );
    const from = { service: 'request-approval', environment: 'dev', function_request_id: 'request-7' };
    const run = { dataset: 'weather', runId: 'run-1' };
    expect(logged).toMatchObject([
      { ...from, ...run, message: 'start', replay: 'past' },
      { ...from, ...run, message: 'end', replay: 'past' },
      { ...from, ...run, message: 'start' },
      { ...from, ...run, message: 'start' },
      { ...from, message: 'start' },
      { ...from, ...run, message: 'failure', level: 'ERROR' },
      { ...from, ...run, message: 'failure' },
      { ...from, message: 'failure' },
    ]);
    // What one input has, the lines of the next one do not.
    expect(logged.filter(({ replay }) => replay !== undefined)).toHaveLength(2);
    expect(logged.filter(({ runId }) => runId === undefined)).toHaveLength(2);
    expect(lines.join('\n')).not.toContain('secret');
  });

  it.each([
    ['plan-looks', { dataset: 'weather' }, []],
    ['ingest', { dataset: 'weather' }, ['client-s3']],
    [
      'record-failure',
      { dataset: 'weather', runId: 'r', machine: 'train', error: 'E', cause: 'c', told: false },
      ['client-s3', 'client-sns'],
    ],
    ['check-compliance', { dataset: 'weather', runId: 'r', modelVersion: 1 }, ['client-s3', 'client-sagemaker']],
  ])('%s loads the clients that it calls, and no others', async (step, event, clients) => {
    const NODE_V8_COVERAGE = await temporaryFolder();
    await inNode(
      `const { handler } = await import('${code}/${step}.mjs'); await handler(${JSON.stringify(event)}, ${CONTEXT}).catch(() => 0);`,
      { ...variablesOf(step), NODE_V8_COVERAGE },
    );
    expect(clientsIn(NODE_V8_COVERAGE)).toEqual(clients);
  });

  it('has the same name wherever it is made, and says nothing of the machine that made it', async () => {
    const elsewhere = join(await temporaryFolder(), 'a', 'deeper', 'folder');
    await mkdir(elsewhere, { recursive: true });
    const bundler = join(process.cwd(), 'scripts/bundle-functions.mjs');
    const { status } = spawnSync(process.execPath, [bundler, elsewhere, JSON.stringify(MODULES)], { cwd: '/' });
    expect(status).toBe(0);
    const files = filesIn(code);
    expect(filesIn(elsewhere)).toEqual(files);
    for (const file of files) {
      const content = readFileSync(join(code, file), 'utf8');
      expect(content).toBe(readFileSync(join(elsewhere, file), 'utf8'));
      expect(content).not.toContain(process.cwd());
    }
  });

  it('traces an error back to the line of the source', () => {
    const { sources, sourcesContent } = mapOf('request-approval.mjs');
    expect(sources).toEqual(['../lambdas/promote/request-approval.ts']);
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
  const loaded = result.flatMap(({ url }) =>
    url.includes(code) && url.endsWith('.mjs') ? [url.slice(url.lastIndexOf('/') + 1)] : [],
  );
  const sources = loaded.flatMap((name) => mapOf(name).sources);
  const clients = sources.flatMap((source) => /@aws-sdk\/(client-\w+)\//.exec(source)?.[1] ?? []);
  return [...new Set(clients)].sort();
}
