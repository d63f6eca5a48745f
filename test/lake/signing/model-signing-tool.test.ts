import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, it } from '@jest/globals';
import { localObjectStore } from '../../../adapters/files/object-store.ts';
import { signVersion } from '../../../lake/signing/sign-version.ts';
import { verifyVersion } from '../../../lake/signing/verify-version.ts';
import { describeWith } from '../../support/oracles.ts';
import { pythonVenv } from '../../support/python.ts';
import { FOLDER, registered, VERSION } from './fixture.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** The OpenSSF's own tool, https://pypi.org/project/model-signing; it imports pyOpenSSL without requiring it. */
const python = await pythonVenv('model-signing', ['model-signing==1.1.1', 'pyopenssl==26.4.0']);

const run = promisify(execFile);

interface Outcome {
  readonly code: number;
  readonly said: string;
}

async function tool(...parameters: readonly string[]): Promise<Outcome> {
  try {
    const { stdout, stderr } = await run(python!, ['-m', 'model_signing', ...parameters]);
    return { code: 0, said: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, said: stdout + stderr };
  }
}

/** The registered version's files on disk, for both us and the tool. */
async function onDisk() {
  const memory = await registered();
  const root = await temporaryFolder();
  for (const [key, { body }] of memory.artifacts.objects) {
    await mkdir(dirname(join(root, 'artifacts', key)), { recursive: true });
    await writeFile(join(root, 'artifacts', key), body);
  }
  const folder = join(root, 'artifacts', FOLDER);
  return {
    ports: { ...memory, stores: { ...memory.stores, artifacts: localObjectStore(root, 'artifacts') } },
    folder,
    signature: join(folder, 'model.sig'),
    privateKey: join(memory.keysFolder, 'signing-key.pem'),
    publicKey: join(memory.keysFolder, 'signing-key.pub.pem'),
  };
}

describeWith('python3', python)('the model-signing tool', () => {
  let signed: Awaited<ReturnType<typeof onDisk>>;
  let verify: (...options: readonly string[]) => Promise<Outcome>;

  beforeAll(async () => {
    signed = await onDisk();
    await signVersion(VERSION, signed.ports);
    const { folder, signature, publicKey } = signed;
    verify = () => tool('verify', 'key', '--signature', signature, '--public_key', publicKey, folder);
  });

  it('accepts our signature, and refuses a changed and an added file', async () => {
    expect(await verify()).toEqual({ code: 0, said: 'Verification succeeded\n' });

    await writeFile(join(signed.folder, 'summary.json'), '{"seriesTrained":2}\n');
    expect(await verify()).toMatchObject({
      code: 1,
      said: expect.stringContaining('Signature mismatch'),
    });

    await writeFile(join(signed.folder, 'summary.json'), '{"seriesTrained":1}\n');
    await writeFile(join(signed.folder, 'extra.txt'), '');
    expect(await verify()).toMatchObject({ code: 1, said: expect.stringContaining('extra.txt') });
    await rm(join(signed.folder, 'extra.txt'));
  });

  it('makes a signature that we accept, and refuse after a byte has changed', async () => {
    const { folder, signature, privateKey, ports } = signed;
    await rm(signature);
    const made = await tool('sign', 'key', '--signature', signature, '--private_key', privateKey, folder);
    expect(made).toEqual({ code: 0, said: 'Signing succeeded\n' });

    await verifyVersion(VERSION, VERSION, ports);
    await writeFile(join(folder, 'forecasts', 'part-0.parquet'), 'pAR1');
    await expect(verifyVersion(VERSION, VERSION, ports)).rejects.toThrow('forecasts/part-0.parquet has changed');
  });
});
