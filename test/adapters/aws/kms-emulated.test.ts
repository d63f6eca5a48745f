import { createHash, createPublicKey, verify } from 'node:crypto';
import {
  CreateKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  GetPublicKeyCommand,
  KMSClient,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import { afterAll, expect, it } from '@jest/globals';
import { kmsKeyRing, kmsSigner } from '../../../adapters/aws/kms-keys.ts';
import { signVersion } from '../../../lake/signing/sign-version.ts';
import { verifyVersion } from '../../../lake/signing/verify-version.ts';
import { startMiniStack } from '../../support/ministack.ts';
import { describeWith } from '../../support/oracles.ts';
import { registered, VERSION } from '../../lake/signing/fixture.ts';

const emulator = await startMiniStack();
afterAll(() => emulator?.stop());

const kms = new KMSClient({
  endpoint: emulator?.endpoint ?? 'http://127.0.0.1:1',
  region: 'eu-central-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});
const NOW = Date.UTC(2026, 10, 28);
const MESSAGE = new TextEncoder().encode('message '.repeat(1_000));

async function newKey(): Promise<string> {
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' }));
  return KeyMetadata!.Arn!;
}

const trusted = (arn: string) => ({ arn, withdrawnFrom: 'never' });

describeWith('python3', emulator)("signatures of the emulator's KMS", () => {
  it('are those of the public key that KMS shows, over the whole message', async () => {
    const arn = await newKey();
    const { keyId, signature } = await kmsSigner(kms, arn).sign(MESSAGE);
    const { PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId: arn }));
    const key = createPublicKey({ key: Buffer.from(PublicKey!), type: 'spki', format: 'der' });
    expect(verify('sha256', MESSAGE, key, signature)).toBe(true);
    const pem = key.export({ type: 'spki', format: 'pem' });
    expect(keyId).toBe(createHash('sha256').update(pem).digest('hex'));
  });

  it('are checked by KMS: a message, a signature and a key of their own', async () => {
    const [first, second] = [await newKey(), await newKey()];
    const ring = kmsKeyRing(kms, [trusted(first), trusted(second)]);
    const [older, newer] = [await kmsSigner(kms, first).sign(MESSAGE), await kmsSigner(kms, second).sign(MESSAGE)];
    const about = { message: MESSAGE, signedAtMs: NOW };
    expect(await ring.check({ ...older, ...about })).toBe('valid');
    expect(await ring.check({ ...newer, ...about })).toBe('valid');
    expect(await ring.check({ ...older, ...about, message: MESSAGE.slice(1) })).toBe('invalid');
    expect(await ring.check({ ...older, ...about, keyId: newer.keyId })).toBe('invalid');
    expect(await ring.check({ ...older, ...about, signature: older.signature.slice(1) })).toBe('invalid');
    expect(await kmsKeyRing(kms, [trusted(second)]).check({ ...older, ...about })).toBe('unknown-key');
  });

  it('do not count while their key is disabled, nor when it waits for its deletion', async () => {
    const arn = await newKey();
    const signed = { ...(await kmsSigner(kms, arn).sign(MESSAGE)), message: MESSAGE, signedAtMs: NOW };
    const asked = () => kmsKeyRing(kms, [trusted(arn)]).check(signed);
    await kms.send(new DisableKeyCommand({ KeyId: arn }));
    expect(await asked()).toBe('disabled-key');
    await kms.send(new EnableKeyCommand({ KeyId: arn }));
    expect(await asked()).toBe('valid');
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId: arn, PendingWindowInDays: 7 }));
    expect(await asked()).toBe('disabled-key');
  });

  it('let a version be verified after its key was followed by another, and not after it was withdrawn', async () => {
    const [first, second] = [await newKey(), await newKey()];
    const { stores } = await registered();
    await signVersion(VERSION, { stores, signer: kmsSigner(kms, first) });
    const rotated = kmsKeyRing(kms, [trusted(first), trusted(second)]);
    await expect(verifyVersion(VERSION, VERSION, { stores, keys: rotated })).resolves.toBeUndefined();

    const from = new Date(VERSION.registeredAtMs).toISOString();
    const withdrawn = kmsKeyRing(kms, [{ arn: first, withdrawnFrom: from }, trusted(second)]);
    await expect(verifyVersion(VERSION, VERSION, { stores, keys: withdrawn })).rejects.toMatchObject({
      name: 'SignatureRefused',
      message: expect.stringContaining('it was signed after its key was withdrawn'),
    });
  });
});
