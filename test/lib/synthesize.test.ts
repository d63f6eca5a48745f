import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { describe, expect, it } from '@jest/globals';
import { synthesizeEnvironment } from '../../lib/synthesize.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { templateOf } from './support.ts';

async function runApp(context: object) {
  const CDK_OUTDIR = await temporaryFolder();
  const CDK_CONTEXT_JSON = JSON.stringify({ 'aws:cdk:bundling-stacks': [], ...context });
  const env = {
    PATH: process.env.PATH,
    TMPDIR: tmpdir(),
    CDK_OUTDIR,
    CDK_CONTEXT_JSON,
    CDK_VALIDATION: 'false',
    NODE_NO_WARNINGS: '1',
  };
  return spawnSync(process.execPath, ['--import', 'tsx', 'bin/app.ts'], { env, encoding: 'utf8' });
}

describe('synthesizeEnvironment', () => {
  it('names the one stack after the environment, and gives the same template every time', () => {
    const { stackName, template } = synthesizeEnvironment('prod', { bundling: false });
    expect(stackName).toBe('forecasting-prod');
    expect(template).toEqual(templateOf('prod'));
  });

  it('refuses an unknown environment', () => {
    expect(() => synthesizeEnvironment('foo', { bundling: false })).toThrow('allowed: dev, staging, prod');
  });
});

describe('the app', () => {
  it('tells a person what is wrong in one sentence, without a stack trace, and fails', async () => {
    const { status, stderr, stdout } = await runApp({ env: 'foo' });
    expect(stderr).toBe(
      "EnvironmentInvalid: the context 'env' names no environment\n" +
        "  got      'foo'\n  allowed  dev, staging, prod, delivery\n  hint     npx cdk synth -c env=dev\n",
    );
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  });

  it('synthesizes an environment without credentials', async () => {
    expect(await runApp({ env: 'dev' })).toMatchObject({ status: 0, stderr: '' });
  });
});
