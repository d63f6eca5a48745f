import { execFile } from 'node:child_process';
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { localKeys } from '../../../adapters/files/key-file.ts';
import { missing } from '../../support/missing.ts';
import { itWith } from '../../support/oracles.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const run = promisify(execFile);
const openssl = await run('openssl', ['version']).then(
  () => 'openssl',
  (cause: unknown) => missing('openssl', cause),
);
const NOW = Date.UTC(2026, 10, 28);
const MESSAGE = new TextEncoder().encode('sample');

const newFolder = () => temporaryFolder();

async function ringOf(folder: string) {
  return JSON.parse(await readFile(join(folder, 'keys.json'), 'utf8'));
}

const idOf = (key: object) => (key as { readonly keyId: string }).keyId;

function keyOn(namedCurve: string) {
  const publicKey = generateKeyPairSync('ec', { namedCurve }).publicKey.export({ type: 'spki', format: 'pem' });
  return { publicKey, keyId: createHash('sha256').update(publicKey).digest('hex') };
}

describe('localKeys', () => {
  it('does nothing before it is used', async () => {
    const folder = join(await newFolder(), 'keys');
    const { keys } = localKeys(folder);
    expect(await keys.check({ keyId: 'any', message: MESSAGE, signature: MESSAGE, signedAtMs: NOW })).toBe(
      'unknown-key',
    );
    await expect(stat(folder)).rejects.toThrow('ENOENT');
  });

  it('makes a key when it first signs: private for the owner alone, public for all, and trusted', async () => {
    const folder = join(await newFolder(), 'keys');
    const { keyId } = await localKeys(folder).signer.sign(MESSAGE);

    expect((await readdir(folder)).sort()).toEqual(['keys.json', 'signing-key.pem', 'signing-key.pub.pem']);
    expect((await stat(join(folder, 'signing-key.pem'))).mode & 0o777).toBe(0o600);
    const publicKey = await readFile(join(folder, 'signing-key.pub.pem'), 'utf8');
    expect(createPublicKey(publicKey).asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
    expect(keyId).toBe(createHash('sha256').update(publicKey).digest('hex'));
    expect(await ringOf(folder)).toEqual({ keys: [{ keyId, publicKey, enabled: true }] });
  });

  it("signs as RFC 6979 does, A.2.5: the key's and the message's one signature", async () => {
    const folder = await newFolder();
    const base64url = (hexadecimal: string) => Buffer.from(hexadecimal, 'hex').toString('base64url');
    const key = {
      kty: 'EC',
      crv: 'P-256',
      d: base64url('C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721'),
      x: base64url('60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6'),
      y: base64url('7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299'),
    };
    await writeFile(
      join(folder, 'signing-key.pem'),
      createPrivateKey({ key, format: 'jwk' }).export({ type: 'pkcs8', format: 'pem' }),
    );
    const { signature } = await localKeys(folder).signer.sign(MESSAGE);
    expect(Buffer.from(signature).toString('hex').toUpperCase()).toBe(
      '3046022100EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716' +
        '022100F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8',
    );
  });

  it('checks with the keys of the ring, as they are at that moment', async () => {
    const folder = await newFolder();
    const { signer, keys } = localKeys(folder);
    const { keyId, signature } = await signer.sign(MESSAGE);
    expect(await keys.check({ keyId, message: MESSAGE, signature, signedAtMs: NOW })).toBe('valid');
    expect(await keys.check({ keyId, message: new TextEncoder().encode('Sample'), signature, signedAtMs: NOW })).toBe(
      'invalid',
    );
    expect(await keys.check({ keyId, message: MESSAGE, signature: Uint8Array.of(1, 2, 3), signedAtMs: NOW })).toBe(
      'invalid',
    );
    expect(await keys.check({ keyId, message: MESSAGE, signature: new Uint8Array(), signedAtMs: NOW })).toBe('invalid');
    expect(await keys.check({ keyId: 'other', message: MESSAGE, signature, signedAtMs: NOW })).toBe('unknown-key');

    const [key] = (await ringOf(folder)).keys;
    await writeFile(join(folder, 'keys.json'), JSON.stringify({ keys: [{ ...key, enabled: false }] }));
    expect(await keys.check({ keyId, message: MESSAGE, signature, signedAtMs: NOW })).toBe('disabled-key');
  });

  it('trusts a further key that a person adds to the ring', async () => {
    const folder = await newFolder();
    const { signer, keys } = localKeys(folder);
    await signer.sign(MESSAGE);
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const publicKey = pair.publicKey.export({ type: 'spki', format: 'pem' });
    const ring = await ringOf(folder);
    const keyId = createHash('sha256').update(publicKey).digest('hex');
    ring.keys.push({ keyId, publicKey, enabled: true });
    await writeFile(join(folder, 'keys.json'), JSON.stringify(ring));
    expect(
      await keys.check({
        keyId,
        message: MESSAGE,
        signature: sign('sha256', MESSAGE, pair.privateKey),
        signedAtMs: NOW,
      }),
    ).toBe('valid');
  });

  it('keeps a ring that a person has edited when it signs again', async () => {
    const folder = await newFolder();
    await localKeys(folder).signer.sign(MESSAGE);
    await writeFile(join(folder, 'keys.json'), '{"keys":[]}');
    await localKeys(folder).signer.sign(MESSAGE);
    expect(await ringOf(folder)).toEqual({ keys: [] });
  });

  it('refuses with a damaged ring', async () => {
    const folder = await newFolder();
    await writeFile(join(folder, 'keys.json'), '{"keys":[{"keyId":"a","enabled":"yes"}]}');
    const check = localKeys(folder).keys.check({ keyId: 'a', message: MESSAGE, signature: MESSAGE, signedAtMs: NOW });
    await expect(check).rejects.toThrow('keys.json is malformed at keys.0.publicKey');
  });

  it('completes what a crash after the private key left', async () => {
    const folder = await newFolder();
    const first = await localKeys(folder).signer.sign(MESSAGE);
    await rm(join(folder, 'signing-key.pub.pem'));
    await rm(join(folder, 'keys.json'));
    const second = localKeys(folder);
    expect(await second.signer.sign(MESSAGE)).toEqual(first);
    expect(
      await second.keys.check({ keyId: first.keyId, message: MESSAGE, signature: first.signature, signedAtMs: NOW }),
    ).toBe('valid');
  });

  it('makes another key where a person has taken the first one away, and trusts both', async () => {
    const folder = await newFolder();
    const first = await localKeys(folder).signer.sign(MESSAGE);
    await rm(join(folder, 'signing-key.pem'));
    const { signer, keys } = localKeys(folder);
    const second = await signer.sign(MESSAGE);
    expect(second.keyId).not.toBe(first.keyId);
    expect((await ringOf(folder)).keys.map(({ keyId }: { keyId: string }) => keyId)).toEqual([
      first.keyId,
      second.keyId,
    ]);
    for (const signed of [first, second]) {
      expect(await keys.check({ ...signed, message: MESSAGE, signedAtMs: NOW })).toBe('valid');
    }
    const crossed = { keyId: second.keyId, signature: first.signature, message: MESSAGE, signedAtMs: NOW };
    expect(await keys.check(crossed)).toBe('invalid');
    expect(await readFile(join(folder, 'signing-key.pub.pem'), 'utf8')).toBe((await ringOf(folder)).keys[1].publicKey);
    expect(await readdir(folder)).toHaveLength(3);
  });

  it.each([
    ['a millisecond before', NOW - 1, 'valid'],
    ['at the instant', NOW, 'withdrawn-key'],
    ['at no time', NaN, 'withdrawn-key'],
  ])('of a key that a person has withdrawn takes what was signed %s as it should', async (_, signedAtMs, expected) => {
    const folder = await newFolder();
    const { signer, keys } = localKeys(folder);
    const signed = { ...(await signer.sign(MESSAGE)), message: MESSAGE };
    const [key] = (await ringOf(folder)).keys;
    const withdrawn = { ...key, withdrawnFrom: new Date(NOW).toISOString() };
    await writeFile(join(folder, 'keys.json'), JSON.stringify({ keys: [withdrawn] }));
    expect(await keys.check({ ...signed, signedAtMs })).toBe(expected);
  });

  it.each([
    ['the id of another key', (key: object, other: object) => ({ ...key, keyId: idOf(other) })],
    ["another key under the first one's id", (key: object, other: object) => ({ ...other, keyId: idOf(key) })],
    ['a key on another curve', (key: object) => ({ ...key, ...keyOn('P-384') })],
    ['no key at all', (key: object) => ({ ...key, publicKey: 'none' })],
  ])('refuses a ring with %s', async (_, change) => {
    const folder = await newFolder();
    const { signer, keys } = localKeys(folder);
    const signed = { ...(await signer.sign(MESSAGE)), message: MESSAGE, signedAtMs: NOW };
    await localKeys(join(folder, 'other')).signer.sign(MESSAGE);
    const [[key], [other]] = [(await ringOf(folder)).keys, (await ringOf(join(folder, 'other'))).keys];
    await writeFile(join(folder, 'keys.json'), JSON.stringify({ keys: [change(key, other)] }));
    await expect(keys.check(signed)).rejects.toMatchObject({
      name: 'SignatureRefused',
      message: expect.stringContaining('keys.json calls a key by an id that is not its own'),
    });
  });

  it('refuses a ring that lists a key twice: withdrawn, and not', async () => {
    const folder = await newFolder();
    const { signer, keys } = localKeys(folder);
    const signed = { ...(await signer.sign(MESSAGE)), message: MESSAGE, signedAtMs: NOW };
    const [key] = (await ringOf(folder)).keys;
    const twice = [key, { ...key, withdrawnFrom: new Date(NOW).toISOString() }];
    await writeFile(join(folder, 'keys.json'), JSON.stringify({ keys: twice }));
    await expect(keys.check(signed)).rejects.toThrow('keys.json lists a key twice');
  });

  it('tries again after a failure', async () => {
    const parent = await newFolder();
    const folder = join(parent, 'keys');
    await writeFile(folder, 'a file where the folder belongs');
    const { signer } = localKeys(folder);
    await expect(signer.sign(MESSAGE)).rejects.toThrow();
    await rm(folder);
    await mkdir(folder);
    expect((await signer.sign(MESSAGE)).keyId).toMatch(/^[0-9a-f]{64}$/);
  });

  it('makes one key, however many ask at once', async () => {
    const folder = join(await newFolder(), 'keys');
    const signed = await Promise.all(Array.from({ length: 40 }, () => localKeys(folder).signer.sign(MESSAGE)));
    expect(new Set(signed.map(({ keyId }) => keyId)).size).toBe(1);
    expect(new Set(signed.map(({ signature }) => Buffer.from(signature).toString('hex'))).size).toBe(1);
    expect(await readdir(folder)).toHaveLength(3);
  });

  itWith('openssl', openssl)('is a key that openssl reads', async () => {
    const folder = await newFolder();
    const { signature } = await localKeys(folder).signer.sign(MESSAGE);
    await writeFile(join(folder, 'message'), MESSAGE);
    await writeFile(join(folder, 'signature'), signature);
    const parameters = ['dgst', '-sha256', '-verify', 'signing-key.pub.pem', '-signature', 'signature', 'message'];
    expect((await run(openssl!, parameters, { cwd: folder })).stdout).toBe('Verified OK\n');
  });
});
