import { describe, expect, it } from '@jest/globals';
import { bundleFromJSON, bundleToJSON, isBundleWithDsseEnvelope } from '@sigstore/bundle';
import { dsse } from '@sigstore/core';
import canonicalize from 'canonicalize';
import * as fc from 'fast-check';
import { bundleText, parseBundle, preAuthEncoding } from '../../../core/signing/bundle.ts';
import { canonicalJson } from '../../../core/signing/canonical-json.ts';

const PAYLOAD_TYPE = 'application/vnd.in-toto+json';

/** Sigstore's own libraries, which are not ours, as the oracles. */
describe("Sigstore's libraries", () => {
  it('read our bundle as one with a signed envelope and a hint of a key', () => {
    const signature = Buffer.alloc(70, 7).toString('base64');
    const text = bundleText({ keyId: 'abc', payload: 'e30=', signature });
    const bundle = bundleFromJSON(JSON.parse(text));
    if (!isBundleWithDsseEnvelope(bundle)) throw new Error('no envelope');
    const { payload, payloadType, signatures } = bundle.content.dsseEnvelope;
    expect(payload.toString()).toBe('{}');
    expect(payloadType).toBe(PAYLOAD_TYPE);
    expect(signatures.map(({ sig }) => sig.toString('base64'))).toEqual([signature]);
    expect(bundle.verificationMaterial.content).toEqual({ $case: 'publicKey', publicKey: { hint: 'abc' } });
  });

  it('write a bundle that we read', () => {
    const signed = { keyId: 'abc', payload: 'e30=', signature: 'MAA=' };
    const theirs = JSON.stringify(bundleToJSON(bundleFromJSON(JSON.parse(bundleText(signed)))));
    expect(parseBundle(theirs)).toEqual(signed);
  });

  it('sign the same bytes of a payload', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (payload) => {
        const theirs = dsse.preAuthEncoding(PAYLOAD_TYPE, Buffer.from(payload));
        expect(Buffer.from(preAuthEncoding(payload)).equals(theirs)).toBe(true);
      }),
    );
  });
});

describe('canonicalize', () => {
  it('gives every JSON value the same text as we do', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        expect(canonicalJson(value)).toBe(canonicalize(value));
      }),
      { numRuns: 1000 },
    );
  });
});
