import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { promotionKeys } from '../../core/contracts/keys.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

export const SCRIPTS = (
  JSON.parse(await readFile('package.json', 'utf8')) as { readonly scripts: Readonly<Record<string, string>> }
).scripts;

export interface Outcome {
  readonly code: number | null;
  /** Standard output and standard error, as they came. */
  readonly said: string;
}

/** A folder in which the project's commands run as in the project, except that out/ is its own. */
export interface Mirror {
  readonly folder: string;
  /** Runs an npm script with what stands behind `--`; `watch` sees all that was said whenever more is. */
  run(script: string, words: string, watch?: (said: string) => void): Promise<Outcome>;
  /** Where AWS's answers came from: 'eu-central-1/states', for each request since the last look. */
  askedOfAws(): readonly string[];
  /** Leaves a promotion that waits for a person. @returns its run id */
  ask(): Promise<string>;
  stop(): Promise<void>;
}

const OWN = ['out', '.git', 'cdk.out'];

export async function mirror(): Promise<Mirror> {
  const folder = await temporaryFolder();
  for (const name of await readdir('.')) if (!OWN.includes(name)) await symlink(resolve(name), join(folder, name));
  const aws = await stubbedAws();
  let questions = 0;

  async function keep(key: string, text: string): Promise<void> {
    const file = join(folder, 'out/demo/artifacts', key);
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, text);
  }

  return {
    folder,
    askedOfAws: aws.asked,
    stop: aws.stop,
    async run(script, words, watch = () => undefined) {
      const env = { ...process.env, ...aws.variables };
      const child = spawn('sh', ['-c', `${SCRIPTS[script]} ${words}`], {
        cwd: folder,
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let said = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (chunk) => {
          said += chunk;
          watch(said);
        });
      }
      const [code] = (await once(child, 'close')) as [number | null];
      return { code, said };
    },
    async ask() {
      const runId = `asked-${(questions += 1)}`;
      const key = promotionKeys.report('weather', runId);
      const report = { reportUri: `s3://artifacts/${key}`, reportSha256: ASKED_REPORT.sha256 };
      await keep(key, ASKED_REPORT.text);
      const question = { dataset: 'weather', runId, modelVersion: 1, report };
      await keep(promotionKeys.approvalRequest('weather', runId), JSON.stringify(question));
      return runId;
    },
  };
}

const REPORT_TEXT = '{}';
/** What every question of `ask` is about. */
export const ASKED_REPORT = {
  text: REPORT_TEXT,
  sha256: createHash('sha256').update(REPORT_TEXT).digest('hex'),
} as const;

/** Refuses every call, after it has noted where the call went: a command that gets so far has understood all its words. */
async function stubbedAws() {
  const calls: string[] = [];
  const server = createServer(({ headers: { authorization = '' } }, response) => {
    const [, region, service] = /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\//.exec(authorization) ?? [];
    calls.push(`${region}/${service}`);
    response.writeHead(400, { 'content-type': 'application/json' }).end('{"__type":"AccessDeniedException"}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
    asked: () => calls.splice(0),
    variables: {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      AWS_ACCESS_KEY_ID: 'nobody',
      AWS_SECRET_ACCESS_KEY: 'nothing',
    },
  };
}

/** The files of the project that a script names and that are not there. */
export function missingFiles(script: string): readonly string[] {
  return [...script.matchAll(/(?:^|\s)([\w./-]+\/[\w.-]+\.(?:ts|mjs|js|json))(?=\s|$)/g)]
    .map(([, file]) => file)
    .filter((file) => !existsSync(file));
}
