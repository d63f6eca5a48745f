import { describe, expect, it } from '@jest/globals';
import { signVersion } from '../../../lake/signing/sign-version.ts';
import { verifyVersion } from '../../../lake/signing/verify-version.ts';
import { FOLDER, registered, VERSION } from './fixture.ts';

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();

describe('signVersion', () => {
  it('writes the manifest, then a signature over every file of the folder', async () => {
    const { stores, artifacts, signer, keys } = await registered();
    const written: string[] = [];
    artifacts.beforeWrite = (key) => void written.push(key);

    await signVersion(VERSION, { stores, signer });

    expect(written).toEqual([`${FOLDER}/manifest.json`, `${FOLDER}/model.sig`]);
    const bundle = JSON.parse(text(await artifacts.read(`${FOLDER}/model.sig`)));
    const statement = JSON.parse(Buffer.from(bundle.dsseEnvelope.payload, 'base64').toString());
    expect(statement.predicate.resources.map(({ name }: { name: string }) => name)).toEqual([
      'forecasts/part-0.parquet',
      'manifest.json',
      'model.jsonl',
      'summary.json',
    ]);
    await verifyVersion(VERSION, VERSION, { stores, keys });
  });

  it('tells the claims of the registry in the manifest', async () => {
    const { stores, artifacts, signer } = await registered();
    await signVersion(VERSION, { stores, signer });
    expect(JSON.parse(text(await artifacts.read(`${FOLDER}/manifest.json`)))).toEqual({
      dataset: 'weather',
      version: 3,
      runId: 'run-7',
      artifactUri: 's3://artifacts/models/run-7/harmonic/',
      artifactSha256: '4c86fd6fe3487cb1aeb3439fd8b6b438ab212195cc6b19fa68337fd26a1da10a',
      recipe: {
        kind: 'blend',
        candidates: [{ name: 'harmonic', family: 'harmonic', options: { yearly: 3 } }],
        selectionMetric: 'rmse',
        seasonLength: 365,
        trainingLength: '5y',
        level: 0.8,
        furtherLevels: [],
        constants: 1,
      },
      training: {
        table: 's3://silver/weather/series',
        tableVersion: 12,
        window: { start: '2020-01-01', end: '2024-12-31' },
      },
      features: ['unique_id', 'ds'],
      target: 'y',
      output: { unique_id: 'string', ds: 'date', yhat: 'double' },
      commit: 'c0ffee',
      image: 'sha256:0',
      libraries: { zod: '4.0.0' },
      // sha256 of Python's json.dumps(entry, sort_keys=True, separators=(',', ':'))
      registryEntrySha256: 'e96d1a715676c17fc87afefbca0bad62d72d79a1820f68659297086bcb54f83b',
    });
  });

  it('changes nothing when called again', async () => {
    const { stores, artifacts, signer } = await registered();
    await signVersion(VERSION, { stores, signer });
    const before = new Map(artifacts.objects);
    await signVersion(VERSION, { stores, signer });
    expect(artifacts.objects).toEqual(before);
  });

  it('gives the same bytes for the same files and key', async () => {
    const { stores, artifacts, signer } = await registered();
    const signature = async () => {
      artifacts.objects.delete(`${FOLDER}/model.sig`);
      await signVersion(VERSION, { stores, signer });
      return text(await artifacts.read(`${FOLDER}/model.sig`));
    };
    expect(await signature()).toBe(await signature());
  });

  it('completes what a crash between manifest and signature left', async () => {
    const { stores, artifacts, signer, keys } = await registered();
    const crashed = signVersion(VERSION, { stores, signer: { sign: () => Promise.reject(new Error('crash')) } });
    await expect(crashed).rejects.toThrow('crash');
    await signVersion(VERSION, { stores, signer });
    await verifyVersion(VERSION, VERSION, { stores, keys });
    expect(artifacts.objects.has(`${FOLDER}/model.sig`)).toBe(true);
  });

  it('leaves the signature of another writer who was first', async () => {
    const { stores, artifacts, signer, keys } = await registered();
    const others = await registered();
    await signVersion(VERSION, { stores: others.stores, signer: others.signer });
    const first = await others.artifacts.read(`${FOLDER}/model.sig`);
    artifacts.beforeWrite = (key) => {
      if (key.endsWith('model.sig')) artifacts.put(key, first);
    };
    await signVersion(VERSION, { stores, signer });
    expect(await artifacts.read(`${FOLDER}/model.sig`)).toEqual(first);
    await verifyVersion(VERSION, VERSION, { stores, keys: others.keys });
    await expect(verifyVersion(VERSION, VERSION, { stores, keys })).rejects.toThrow('not trusted');
  });

  it('does not sign again what was changed since', async () => {
    const { stores, artifacts, signer } = await registered();
    await signVersion(VERSION, { stores, signer });
    artifacts.put(`${FOLDER}/summary.json`, '{"seriesTrained":2}\n');
    await expect(signVersion(VERSION, { stores, signer })).rejects.toThrow(
      "version 3 of 'weather': the files are not those that were signed: summary.json has changed",
    );
  });

  it('does not sign a model that is not the registered one', async () => {
    const { stores, artifacts, signer } = await registered();
    artifacts.put(`${FOLDER}/model.jsonl`, 'another');
    await expect(signVersion(VERSION, { stores, signer })).rejects.toThrow('model.jsonl is not what was registered');
    artifacts.objects.delete(`${FOLDER}/model.jsonl`);
    await expect(signVersion(VERSION, { stores, signer })).rejects.toThrow("got 'no such file'");
    expect(artifacts.objects.has(`${FOLDER}/model.sig`)).toBe(false);
  });

  it('does not sign a file whose path is not safe', async () => {
    const { stores, artifacts, signer } = await registered();
    artifacts.put(`${FOLDER}/.hidden`, '');
    await expect(signVersion(VERSION, { stores, signer })).rejects.toThrow("unsafe path; got '.hidden'");
  });
});

describe('verifyVersion', () => {
  it('names at most five files, and says how many more there are', async () => {
    const { stores, artifacts, signer, keys } = await registered();
    await signVersion(VERSION, { stores, signer });
    for (const name of 'abcdefg') artifacts.put(`${FOLDER}/${name}`, name);
    await expect(verifyVersion(VERSION, VERSION, { stores, keys })).rejects.toThrow('e was added, and 2 more;');
  });

  it('passes on that a bucket or a key ring could not be asked, and does not call it a refusal', async () => {
    const { stores, artifacts, signer, keys } = await registered();
    await signVersion(VERSION, { stores, signer });
    const unreachable = { check: () => Promise.reject(new Error('throttled')) };
    await expect(verifyVersion(VERSION, VERSION, { stores, keys: unreachable })).rejects.toMatchObject({
      name: 'Error',
    });
    artifacts.beforeRead = () => Promise.reject(new Error('throttled'));
    await expect(verifyVersion(VERSION, VERSION, { stores, keys })).rejects.toMatchObject({ name: 'Error' });
  });

  it('refuses a whole and rightly signed version that is not the one that was asked for', async () => {
    const { stores, signer, keys } = await registered();
    await signVersion(VERSION, { stores, signer });
    const { dataset, version } = VERSION;
    for (const asked of [
      { dataset, version: 4 },
      { dataset: 'energy', version },
    ]) {
      const verdict = verifyVersion(VERSION, asked, { stores, keys });
      await expect(verdict).rejects.toMatchObject({ name: 'ArtifactMismatch' });
      await expect(verdict).rejects.toThrow(`allowed: version ${asked.version} of '${asked.dataset}'`);
    }
  });

  it.each([
    ['number', { ...VERSION, version: 4 }, 'other values of version'],
    ['data set', { ...VERSION, dataset: 'energy' }, 'other values of dataset'],
  ])('refuses an entry that was given the %s that is asked for', async (_, entry, refusal) => {
    const { stores, signer, keys } = await registered();
    await signVersion(VERSION, { stores, signer });
    const verdict = verifyVersion(entry, entry, { stores, keys });
    await expect(verdict).rejects.toMatchObject({ name: 'SignatureRefused' });
    await expect(verdict).rejects.toThrow(refusal);
  });
});
