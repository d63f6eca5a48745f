import * as z from 'zod';
import { SIGNED_FILES } from '../contracts/keys.ts';
import type { ModelVersion } from '../contracts/model-version.ts';
import { canonicalJson } from './canonical-json.ts';
import { parseJson } from './parse-json.ts';

/** Beside the model: what the registry says about it, so that the signature covers this too. */
export const MANIFEST_FILE = SIGNED_FILES.manifest;

const claimsSchema = z.record(z.string(), z.unknown());

/** What the registry's entry claims, for people and tools that have only the folder. */
function claimsOf(version: ModelVersion, registryEntrySha256: string) {
  const { dataset, runId, artifactUri, artifactSha256, recipe, training, schema, code } = version;
  return {
    dataset,
    version: version.version,
    runId,
    artifactUri,
    artifactSha256,
    recipe,
    training,
    features: schema.features,
    target: schema.target,
    output: schema.output,
    commit: code.commit,
    image: code.image,
    libraries: code.libraries,
    /** Of the entry's canonical JSON: covers what the manifest does not repeat. */
    registryEntrySha256,
  };
}

/** @param registryEntrySha256 of `canonicalJson(version)` */
export function manifestText(version: ModelVersion, registryEntrySha256: string): string {
  return canonicalJson(claimsOf(version, registryEntrySha256));
}

/**
 * What a manifest says other than the registry's entry stands for, for the message of a refusal.
 *
 * @param expected the text of `manifestText`
 * @throws SignatureRefused when the manifest is no JSON object
 */
export function describeDifference(manifest: string, expected: string): string {
  const [found, wanted] = [manifest, expected].map((text) => parseJson(text, claimsSchema, MANIFEST_FILE));
  const names = [...new Set([...Object.keys(wanted), ...Object.keys(found)])];
  const differing = names.filter((name) => !sameMember(found, wanted, name));
  // The digest of the entry differs with any claim, and says something only where it stands alone.
  const claims = differing.filter((name) => name !== 'registryEntrySha256');
  if (claims.length > 0) return `other values of ${claims.join(', ')}`;
  return differing.length > 0 ? 'other values of what it does not repeat' : 'another spelling of the same claims';
}

type Claims = z.infer<typeof claimsSchema>;

function sameMember(a: Claims, b: Claims, name: string): boolean {
  return Object.hasOwn(a, name) && Object.hasOwn(b, name) && canonicalJson(a[name]) === canonicalJson(b[name]);
}
