import { describe, expect, it } from '@jest/globals';
import { bundleText, parseBundle, preAuthEncoding } from '../../../core/signing/bundle.ts';

const SIGNED = { keyId: 'abc', payload: 'e30=', signature: 'MAA=' };

describe('bundleText', () => {
  it('has the members that the Sigstore bundle of a key has', () => {
    expect(JSON.parse(bundleText(SIGNED))).toEqual({
      mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
      verificationMaterial: { publicKey: { hint: 'abc' }, tlogEntries: [] },
      dsseEnvelope: {
        payload: 'e30=',
        payloadType: 'application/vnd.in-toto+json',
        signatures: [{ sig: 'MAA=', keyid: '' }],
      },
    });
  });
});

describe('parseBundle', () => {
  it('gives back what was put in', () => {
    expect(parseBundle(bundleText(SIGNED))).toEqual(SIGNED);
  });

  it('refuses what is no base64, before anybody decodes it', () => {
    expect(() => parseBundle(bundleText({ ...SIGNED, payload: '*' }))).toThrow('malformed at dsseEnvelope.payload');
    expect(() => parseBundle(bundleText({ ...SIGNED, signature: 'A' }))).toThrow('dsseEnvelope.signatures.0.sig');
  });

  it('refuses a signature longer than any on P-256', () => {
    const signed = { ...SIGNED, signature: 'AAAA'.repeat(25) };
    expect(() => parseBundle(bundleText(signed))).toThrow('dsseEnvelope.signatures.0.sig');
  });
});

describe('preAuthEncoding', () => {
  it('puts type and length before the payload, in bytes', () => {
    const payload = new TextEncoder().encode('{"é":1}');
    const encoded = new TextDecoder().decode(preAuthEncoding(payload));
    expect(encoded).toBe('DSSEv1 28 application/vnd.in-toto+json 8 {"é":1}');
  });

  it('keeps bytes that are no text', () => {
    expect(preAuthEncoding(Uint8Array.of(0, 255)).slice(-3)).toEqual(Uint8Array.of(32, 0, 255));
  });
});
