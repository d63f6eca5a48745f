import { createHash, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import {
  DisabledException,
  GetPublicKeyCommand,
  KMSClient,
  KMSInvalidSignatureException,
  KMSInvalidStateException,
  NotFoundException,
  SignCommand,
  VerifyCommand,
} from '@aws-sdk/client-kms';
import { describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { kmsKeys } from '../../../adapters/aws/kms-keys.ts';

const ARN = 'arn:aws:kms:eu-central-1:000000000000:key/1';
/** Longer than the 4096 bytes that KMS takes as a message. */
const NOW = Date.UTC(2026, 10, 28);
const MESSAGE = new TextEncoder().encode('message '.repeat(1_000));
const META = { message: 'refused', $metadata: {} };

/** KMS as far as it is asked, with a key of its own. It gets digests: what `sign` hashes here is the message behind the digest. */
function fakeKms(messages: readonly Uint8Array[] = [MESSAGE]) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const digest = (message: Uint8Array) => createHash('sha256').update(message).digest('hex');
  const behind = (hash: Uint8Array) => messages.find((one) => digest(one) === Buffer.from(hash).toString('hex'));
  const kms = mockClient(KMSClient);
  kms.on(GetPublicKeyCommand, { KeyId: ARN }).resolves({
    PublicKey: publicKey.export({ type: 'spki', format: 'der' }),
  });
  kms.on(SignCommand, { KeyId: ARN }).callsFake(({ Message }) => ({
    Signature: new Uint8Array(sign('sha256', behind(Message)!, privateKey)),
  }));
  kms.on(VerifyCommand, { KeyId: ARN }).callsFake(({ Message, Signature }) => {
    const message = behind(Message);
    if (message === undefined || !verify('sha256', message, publicKey, Signature)) {
      throw new KMSInvalidSignatureException(META);
    }
    return { SignatureValid: true };
  });
  const pem = publicKey.export({ type: 'spki', format: 'pem' });
  return { kms, pem, ...kmsKeys(new KMSClient({ region: 'eu-central-1' }), ARN) };
}

describe('kmsKeys', () => {
  it('signs a digest, because a message may be longer than KMS takes', async () => {
    const { kms, pem, signer } = fakeKms();
    const { keyId, signature } = await signer.sign(MESSAGE);
    expect(keyId).toBe(createHash('sha256').update(pem).digest('hex'));
    expect(verify('sha256', MESSAGE, createPublicKey(pem), signature)).toBe(true);
    expect(kms.commandCalls(SignCommand)[0].args[0].input).toEqual({
      KeyId: ARN,
      // printf 'message %.0s' {1..1000} | sha256sum
      Message: Buffer.from('97d2fac5f6fa7d51aeb01d36846782b4fca96d2bcc2e83f266b3660aeee427bb', 'hex'),
      MessageType: 'DIGEST',
      SigningAlgorithm: 'ECDSA_SHA_256',
    });
  });

  it('checks by the key in KMS', async () => {
    const { kms, signer, keys } = fakeKms();
    const { keyId, signature } = await signer.sign(MESSAGE);
    expect(await keys.check({ keyId, message: MESSAGE, signature, signedAtMs: NOW })).toBe('valid');
    expect(kms.commandCalls(VerifyCommand)[0].args[0].input).toMatchObject({
      KeyId: ARN,
      MessageType: 'DIGEST',
      SigningAlgorithm: 'ECDSA_SHA_256',
    });
    expect(await keys.check({ keyId, message: MESSAGE.slice(1), signature, signedAtMs: NOW })).toBe('invalid');
    expect(
      await keys.check({ keyId, message: MESSAGE, signature: signature.with(40, signature[40] ^ 1), signedAtMs: NOW }),
    ).toBe('invalid');
  });

  it('asks KMS once for the public key', async () => {
    const { kms, signer, keys } = fakeKms();
    const { keyId, signature } = await signer.sign(MESSAGE);
    await signer.sign(MESSAGE);
    await keys.check({ keyId, message: MESSAGE, signature, signedAtMs: NOW });
    expect(kms.commandCalls(GetPublicKeyCommand)).toHaveLength(1);
  });

  it('knows no other key, and does not ask KMS about its signatures', async () => {
    const { kms, signer, keys } = fakeKms();
    const { signature } = await signer.sign(MESSAGE);
    expect(await keys.check({ keyId: '0'.repeat(64), message: MESSAGE, signature, signedAtMs: NOW })).toBe(
      'unknown-key',
    );
    expect(kms.commandCalls(VerifyCommand)).toHaveLength(0);
  });

  it.each([
    ['a disabled key', new DisabledException(META), 'disabled-key'],
    ['a key that waits for its deletion', new KMSInvalidStateException(META), 'disabled-key'],
    ['a deleted key', new NotFoundException(META), 'unknown-key'],
  ])('refuses %s, whichever question KMS refuses', async (_, error, expected) => {
    const { kms, signer, keys } = fakeKms();
    const { keyId, signature } = await signer.sign(MESSAGE);
    kms.on(VerifyCommand).rejects(error);
    expect(await keys.check({ keyId, message: MESSAGE, signature, signedAtMs: NOW })).toBe(expected);

    const fresh = fakeKms();
    fresh.kms.on(GetPublicKeyCommand).rejects(error);
    expect(await fresh.keys.check({ keyId, message: MESSAGE, signature, signedAtMs: NOW })).toBe(expected);
  });

  it('says invalid unless KMS says valid', async () => {
    const { kms, signer, keys } = fakeKms();
    const { keyId, signature } = await signer.sign(MESSAGE);
    kms.on(VerifyCommand).resolves({});
    expect(await keys.check({ keyId, message: MESSAGE, signature, signedAtMs: NOW })).toBe('invalid');
  });

  it('passes on that KMS could not answer', async () => {
    const { kms, signer, keys } = fakeKms();
    const { keyId, signature } = await signer.sign(MESSAGE);
    kms.on(VerifyCommand).rejects(new Error('throttled'));
    await expect(keys.check({ keyId, message: MESSAGE, signature, signedAtMs: NOW })).rejects.toThrow('throttled');
    kms.on(SignCommand).resolves({});
    await expect(signer.sign(MESSAGE)).rejects.toThrow('KMS answered without a signature');
  });
});
