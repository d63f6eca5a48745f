import type { STSClient } from '@aws-sdk/client-sts';
import { SignatureV4 } from '@smithy/signature-v4';
import { type CallerProof, callerProofSchema } from '../../core/contracts/answering.ts';
import { ANSWER_HEADER, CALLER_REQUEST } from '../../core/contracts/caller-request.ts';
import { sha256 } from '../../tables/sha256.ts';

/**
 * Signs the request that says who signs, for nobody but this host, and bound to the text by its hash. It is sent by whoever is to know: no secret
 * leaves this machine, and the signature is good for the text, some minutes, and nothing else.
 */
export async function proveCaller(
  { config }: STSClient,
  { host, region }: { readonly host: string; readonly region: string },
  text: string,
): Promise<CallerProof> {
  const signer = new SignatureV4({
    service: 'sts',
    region,
    credentials: config.credentials,
    sha256: config.sha256,
    applyChecksum: false,
  });
  const { method, path, contentType, body } = CALLER_REQUEST;
  const { headers } = await signer.sign({
    method,
    protocol: 'https:',
    hostname: host,
    path,
    headers: { host, 'content-type': contentType, [ANSWER_HEADER]: sha256(text) },
    body,
  });
  const { authorization = '', 'x-amz-date': signedAt, 'x-amz-security-token': sessionToken } = headers;
  const [, accessKeyId, signature] = /Credential=(\w+)\/.*Signature=([0-9a-f]+)$/.exec(authorization) ?? [];
  return callerProofSchema.parse({
    accessKeyId,
    signedAt,
    signature,
    ...(sessionToken === undefined ? {} : { sessionToken }),
  });
}
