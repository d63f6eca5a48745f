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
import { kmsKeyRing, kmsSigner } from '../../../adapters/aws/kms-keys.ts';

const ARN = 'arn:aws:kms:eu-central-1:000000000000:key/1';
const FORMER_ARN = 'arn:aws:kms:eu-central-1:000000000000:key/0';
const NOW = Date.UTC(2026, 10, 28);
/** Longer than the 4096 bytes that KMS takes as a message. */
const MESSAGE = new TextEncoder().encode('message '.repeat(1_000));
const META = { message: 'refused', $metadata: {} };

/** KMS as far as it is asked, with two keys of its own. It gets digests: what `sign` hashes here is the message behind the digest. */
function fakeKms(messages: readonly Uint8Array[] = [MESSAGE]) {
  const digest = (message: Uint8Array) => createHash('sha256').update(message).digest('hex');
  const behind = (hash: Uint8Array) => messages.find((one) => digest(one) === Buffer.from(hash).toString('hex'));
  const kms = mockClient(KMSClient);
  const pems = [FORMER_ARN, ARN].map((KeyId) => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    kms.on(GetPublicKeyCommand, { KeyId }).resolves({ PublicKey: publicKey.export({ type: 'spki', format: 'der' }) });
    kms.on(SignCommand, { KeyId }).callsFake(({ Message }) => ({
      Signature: new Uint8Array(sign('sha256', behind(Message)!, privateKey)),
    }));
    kms.on(VerifyCommand, { KeyId }).callsFake(({ Message, Signature }) => {
      const message = behind(Message);
      if (message === undefined || !verify('sha256', message, publicKey, Signature)) {
        throw new KMSInvalidSignatureException(META);
      }
      return { SignatureValid: true };
    });
    return publicKey.export({ type: 'spki', format: 'pem' });
  });
  const client = new KMSClient({ region: 'eu-central-1' });
  const trusted = { arn: ARN, withdrawnFrom: 'never' };
  return {
    kms,
    pem: pems[1],
    signer: kmsSigner(client, ARN),
    keys: kmsKeyRing(client, [trusted]),
    former: kmsSigner(client, FORMER_ARN),
    ringWithFormer: (withdrawnFrom: string) => kmsKeyRing(client, [{ arn: FORMER_ARN, withdrawnFrom }, trusted]),
  };
}

describe('a key in KMS', () => {
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

  it('asks KMS for the public key once to sign and once to check', async () => {
    const { kms, signer, keys } = fakeKms();
    const { keyId, signature } = await signer.sign(MESSAGE);
    await signer.sign(MESSAGE);
    await keys.check({ keyId, message: MESSAGE, signature, signedAtMs: NOW });
    await keys.check({ keyId, message: MESSAGE, signature, signedAtMs: NOW });
    expect(kms.commandCalls(GetPublicKeyCommand)).toHaveLength(2);
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

describe('a ring of keys in KMS', () => {
  it('trusts what a former key signed, and what its successor does', async () => {
    const { signer, former, ringWithFormer } = fakeKms();
    const ring = ringWithFormer('never');
    for (const by of [signer, former]) {
      const signed = { ...(await by.sign(MESSAGE)), message: MESSAGE, signedAtMs: NOW };
      expect(await ring.check(signed)).toBe('valid');
      expect(await ring.check({ ...signed, message: MESSAGE.slice(1) })).toBe('invalid');
    }
  });

  it("does not take one key's signature for another's", async () => {
    const { signer, former, ringWithFormer } = fakeKms();
    const { keyId } = await signer.sign(MESSAGE);
    const { signature } = await former.sign(MESSAGE);
    const signed = { keyId, signature, message: MESSAGE, signedAtMs: NOW };
    expect(await ringWithFormer('never').check(signed)).toBe('invalid');
  });

  it.each([
    ['a millisecond before', NOW - 1, 'valid'],
    ['at the instant', NOW, 'withdrawn-key'],
    ['at no time', NaN, 'withdrawn-key'],
  ])('of a key that is withdrawn takes what was signed %s as it should', async (_, signedAtMs, expected) => {
    const { kms, signer, former, ringWithFormer } = fakeKms();
    const ring = ringWithFormer(new Date(NOW).toISOString());
    expect(await ring.check({ ...(await former.sign(MESSAGE)), message: MESSAGE, signedAtMs })).toBe(expected);
    expect(kms.commandCalls(VerifyCommand)).toHaveLength(expected === 'valid' ? 1 : 0);
    expect(await ring.check({ ...(await signer.sign(MESSAGE)), message: MESSAGE, signedAtMs })).toBe('valid');
  });

  it('goes on with the other keys where one is disabled, whose name nobody can ask for', async () => {
    const { kms, signer, former, ringWithFormer } = fakeKms();
    const [newer, older] = [await signer.sign(MESSAGE), await former.sign(MESSAGE)];
    kms.on(GetPublicKeyCommand, { KeyId: ARN }).rejects(new DisabledException(META));
    const ring = ringWithFormer('never');
    const about = { message: MESSAGE, signedAtMs: NOW };
    expect(await ring.check({ ...older, ...about })).toBe('valid');
    expect(await ring.check({ ...newer, ...about })).toBe('disabled-key');
  });
});
