import * as z from 'zod';
import { SIGNATURE_FILE } from './bundle.ts';
import { canonicalJson } from './canonical-json.ts';
import { parseJson } from './parse-json.ts';
import { refused } from './refused.ts';

/** Hexadecimal. core has no implementation of its own: callers bring the platform's. */
export type Sha256 = (content: Uint8Array) => string;

/** Path below the signed folder -> sha256 of the file. */
export type FileDigests = ReadonlyMap<string, string>;

const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1';
const PREDICATE_TYPE = 'https://model_signing/signature/v1.0';

/** No empty, hidden or parent part: a path can neither leave the folder nor mean another file on another system. */
const SAFE_PATH = /^\w[\w.=+-]*(\/\w[\w.=+-]*)*$/;

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, 'expected a sha256 in hexadecimal');
const statementSchema = z.object({
  _type: z.literal(STATEMENT_TYPE, `expected '${STATEMENT_TYPE}'`),
  subject: z.array(z.object({ name: z.string(), digest: z.object({ sha256: sha256Schema }) })).length(1),
  predicateType: z.literal(PREDICATE_TYPE, `expected '${PREDICATE_TYPE}'`),
  predicate: z.object({
    serialization: z.object({ method: z.literal('files'), hash_type: z.literal('sha256') }),
    resources: z.array(z.object({ name: z.string(), algorithm: z.literal('sha256'), digest: sha256Schema })),
  }),
});

/**
 * The in-toto statement over a folder's files, as the model-signing tool makes it: files in the order of their path's parts, and one digest over
 * all digests in that order.
 *
 * @throws SignatureRefused when a file's path is not safe
 */
export function statementText(name: string, files: FileDigests, sha256: Sha256): string {
  const resources = [...files]
    .sort(([a], [b]) => comparePaths(a, b))
    .map(([path, digest]) => ({ name: checkedPath(path), algorithm: 'sha256', digest }));
  return canonicalJson({
    _type: STATEMENT_TYPE,
    subject: [{ name, digest: { sha256: rootDigest(resources, sha256) } }],
    predicateType: PREDICATE_TYPE,
    predicate: {
      serialization: { method: 'files', hash_type: 'sha256', allow_symlinks: false, ignore_paths: [SIGNATURE_FILE] },
      resources,
    },
  });
}

/**
 * The files that a statement covers. Paths that it asks to ignore are not ignored: a file that it does not cover is one too many.
 *
 * @throws SignatureRefused when it is a statement of another kind, contradicts itself, or names an unsafe path
 */
export function parseStatement(text: string, sha256: Sha256): FileDigests {
  const { subject, predicate } = parseJson(text, statementSchema, 'the signed statement');
  const { resources } = predicate;
  const files = new Map(resources.map(({ name, digest }) => [checkedPath(name), digest]));
  if (files.size !== resources.length) throw refused('the signed statement names a file twice');
  if (rootDigest(resources, sha256) !== subject[0].digest.sha256) {
    throw refused("the signed statement contradicts itself: its files' digests do not give its subject's");
  }
  return files;
}

function checkedPath(path: string): string {
  if (SAFE_PATH.test(path)) return path;
  throw refused('a file has an unsafe path', {
    got: path,
    allowed: "letters, digits, _ . = + - and '/' between parts",
  });
}

function rootDigest(resources: readonly { readonly digest: string }[], sha256: Sha256): string {
  return sha256(Uint8Array.from(resources.flatMap(({ digest }) => bytesOf(digest))));
}

function bytesOf(hexadecimal: string): readonly number[] {
  return Array.from({ length: hexadecimal.length / 2 }, (_, byte) =>
    Number.parseInt(hexadecimal.slice(2 * byte, 2 * byte + 2), 16),
  );
}

/** Part by part, so that `a/b` comes before `a-b`. */
function comparePaths(a: string, b: string): number {
  const parts = b.split('/');
  for (const [place, part] of a.split('/').entries()) {
    if (parts[place] === undefined || part > parts[place]) return 1;
    if (part < parts[place]) return -1;
  }
  return -1;
}
