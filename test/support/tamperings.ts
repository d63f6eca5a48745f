import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { localKeys } from '../../adapters/files/key-file.ts';
import type { ModelVersion } from '../../core/contracts/model-version.ts';
import type { ArtifactSigner, Stores } from '../../core/ports.ts';
import { bundleText, preAuthEncoding } from '../../core/signing/bundle.ts';
import { statementText } from '../../core/signing/statement.ts';
import { signVersion } from '../../lake/signing/sign-version.ts';

/** A signed version whose folder lies in the artifacts bucket and holds model.jsonl, summary.json and a file below forecasts/. */
export interface TamperContext {
  readonly stores: Stores;
  readonly version: ModelVersion;
  /** From the artifacts bucket; an ObjectStore deletes nothing. */
  readonly remove: (key: string) => void | Promise<void>;
  /** What the registry says about the version from now on. */
  readonly editEntry: (edited: ModelVersion) => void | Promise<void>;
  /** Folder of the `localKeys` that signed and verify. */
  readonly keysFolder: string;
}

export interface Tampering {
  readonly name: string;
  /** What the refusal's message says. */
  readonly refusal: string;
  tamper(context: TamperContext): Promise<void>;
}

interface Json {
  readonly [member: string]: Json;
}

const FILES = {
  model: 'model.jsonl',
  summary: 'summary.json',
  manifest: 'manifest.json',
  signature: 'model.sig',
} as const;

const changes: readonly Tampering[] = [
  {
    name: 'a byte of the model changed',
    refusal: 'model.jsonl has changed',
    tamper: (context) => rewrite(context, FILES.model, (body) => flipped(body, body.length >> 1)),
  },
  {
    name: 'the model cut short',
    refusal: 'model.jsonl has changed',
    tamper: (context) => rewrite(context, FILES.model, (body) => body.slice(0, -1)),
  },
  {
    name: 'the summary emptied',
    refusal: 'summary.json has changed',
    tamper: (context) => rewrite(context, FILES.summary, () => new Uint8Array()),
  },
  {
    name: 'a recorded forecast changed',
    refusal: 'forecasts/',
    tamper: async (context) => rewrite(context, await forecastFile(context), (body) => flipped(body, 0)),
  },
  {
    name: 'a file added',
    refusal: 'notes.txt was added',
    tamper: (context) => put(context, 'notes.txt', 'harmless'),
  },
  {
    name: 'a hidden file added',
    refusal: '.gitignore was added',
    tamper: (context) => put(context, '.gitignore', '*'),
  },
  {
    name: 'a file added in a new sub-folder',
    refusal: 'code/inference.py was added',
    tamper: (context) => put(context, 'code/inference.py', 'import os'),
  },
  {
    name: 'the model removed',
    refusal: 'model.jsonl was removed',
    tamper: (context) => remove(context, FILES.model),
  },
  {
    name: 'a recorded forecast removed',
    refusal: 'was removed',
    tamper: async (context) => remove(context, await forecastFile(context)),
  },
  {
    name: 'a file renamed',
    refusal: 'summary.json was renamed to summary.old.json',
    async tamper(context) {
      const body = await read(context, FILES.summary);
      await remove(context, FILES.summary);
      await put(context, 'summary.old.json', body);
    },
  },
  {
    name: 'two files swapped',
    refusal: 'model.jsonl has the content of summary.json',
    async tamper(context) {
      const [model, summary] = [await read(context, FILES.model), await read(context, FILES.summary)];
      await put(context, FILES.model, summary);
      await put(context, FILES.summary, model);
    },
  },
];

const manifests: readonly Tampering[] = [
  {
    name: 'a claim of the manifest changed',
    refusal: 'manifest.json has changed',
    tamper: (context) => editJson(context, FILES.manifest, (manifest) => ({ ...manifest, commit: 'deadbeef' })),
  },
  {
    name: 'the manifest removed',
    refusal: 'manifest.json was removed',
    tamper: (context) => remove(context, FILES.manifest),
  },
  {
    name: 'the manifest of an older version in its place',
    refusal: 'manifest.json has changed',
    async tamper(context) {
      const older = await signedBefore(context);
      await put(context, FILES.manifest, older.manifest);
    },
  },
  {
    name: 'manifest and signature of an older version in their place',
    refusal: 'other values of artifactUri, runId, version',
    async tamper(context) {
      const older = await signedBefore(context);
      await put(context, FILES.manifest, older.manifest);
      await put(context, FILES.signature, older.signature);
    },
  },
  {
    name: 'the signature of an older version in its place',
    refusal: 'manifest.json has changed',
    tamper: async (context) => put(context, FILES.signature, (await signedBefore(context)).signature),
  },
  {
    name: 'everything signed again by the trusted key, without the manifest',
    refusal: 'there is no manifest.json among the signed files',
    async tamper(context) {
      await remove(context, FILES.manifest);
      await signAgain(context);
    },
  },
  {
    name: 'another model signed by the trusted key',
    refusal: 'model.jsonl is not what was registered',
    async tamper(context) {
      await rewrite(context, FILES.model, (body) => flipped(body, 0));
      await signAgain(context);
    },
  },
  {
    name: 'the manifest spelled otherwise and signed by the trusted key',
    refusal: 'another spelling of the same claims',
    async tamper(context) {
      const manifest: unknown = JSON.parse(Buffer.from(await read(context, FILES.manifest)).toString());
      await put(context, FILES.manifest, JSON.stringify(manifest, null, 2));
      await signAgain(context);
    },
  },
];

const bundles: readonly Tampering[] = [
  { name: 'no signature', refusal: 'it is not signed', tamper: (context) => remove(context, FILES.signature) },
  {
    name: 'an empty signature file',
    refusal: 'model.sig is malformed: it is not JSON',
    tamper: (context) => put(context, FILES.signature, ''),
  },
  {
    name: 'a signature file that is no bundle',
    refusal: 'model.sig is malformed at mediaType',
    tamper: (context) => put(context, FILES.signature, '{}'),
  },
  {
    name: 'a bundle of another media type',
    refusal: 'model.sig is malformed at mediaType',
    tamper: (context) => editBundle(context, (bundle) => ({ ...bundle, mediaType: 'application/json' })),
  },
  {
    name: 'a bundle without the name of its key',
    refusal: 'model.sig is malformed at verificationMaterial.publicKey.hint',
    tamper: (context) => editBundle(context, (bundle) => ({ ...bundle, verificationMaterial: { publicKey: {} } })),
  },
  {
    name: 'a bundle with a certificate instead of a key',
    refusal: 'model.sig is malformed at verificationMaterial.publicKey',
    tamper: (context) =>
      editBundle(context, (bundle) => ({ ...bundle, verificationMaterial: { certificate: { rawBytes: '' } } })),
  },
  {
    name: 'another type of payload',
    refusal: 'model.sig signs another type of payload',
    tamper: (context) => editEnvelope(context, () => ({ payloadType: 'text/plain' })),
  },
  {
    name: 'no signature in the envelope',
    refusal: 'model.sig is malformed at dsseEnvelope.signatures',
    tamper: (context) => editEnvelope(context, () => ({ signatures: [] })),
  },
  {
    name: 'a second signature in the envelope',
    refusal: 'model.sig is malformed at dsseEnvelope.signatures',
    tamper: (context) => editEnvelope(context, ({ signatures }) => ({ signatures: [signatures[0], signatures[0]] })),
  },
  {
    name: 'an empty signature in the envelope',
    refusal: 'model.sig is malformed at dsseEnvelope.signatures.0.sig',
    tamper: (context) => editEnvelope(context, () => ({ signatures: [{ sig: '' }] })),
  },
  {
    name: 'a bit of the signature flipped',
    refusal: 'the signature is not that of the key over this statement',
    tamper: (context) =>
      editEnvelope(context, ({ signatures }) => {
        const signature = Buffer.from(String(signatures[0].sig), 'base64');
        return { signatures: [{ sig: Buffer.from(flipped(signature, 40)).toString('base64') }] };
      }),
  },
  {
    name: 'a signature that is none',
    refusal: 'the signature is not that of the key over this statement',
    tamper: (context) => editEnvelope(context, () => ({ signatures: [{ sig: 'AAAA' }] })),
  },
  {
    name: 'the statement brought up to date with a changed file, under the old signature',
    refusal: 'the signature is not that of the key over this statement',
    async tamper(context) {
      await rewrite(context, FILES.model, (body) => flipped(body, 0));
      const payload = await statement(context);
      await editEnvelope(context, () => ({ payload: Buffer.from(payload).toString('base64') }));
    },
  },
  {
    name: 'signed by a stranger',
    refusal: 'it is signed with a key that is not trusted',
    tamper: (context) => signAgain(context, { signer: stranger(context) }),
  },
  {
    name: 'signed by a stranger in the name of the trusted key',
    refusal: 'the signature is not that of the key over this statement',
    async tamper(context) {
      const { keyId } = await localKeys(context.keysFolder).signer.sign(new Uint8Array());
      const { sign } = stranger(context);
      await signAgain(context, { signer: { sign: async (message) => ({ ...(await sign(message)), keyId }) } });
    },
  },
];

/** The trusted key was made to sign something else. */
const statements: readonly Tampering[] = [
  {
    name: 'a statement of another type',
    refusal: 'the signed statement is malformed at _type',
    tamper: (context) => signStatement(context, (made) => ({ ...made, _type: 'https://in-toto.io/Statement/v0.1' })),
  },
  {
    name: 'another predicate',
    refusal: 'the signed statement is malformed at predicateType',
    tamper: (context) =>
      signStatement(context, (made) => ({ ...made, predicateType: 'https://slsa.dev/provenance/v1' })),
  },
  {
    name: 'another hash',
    refusal: 'the signed statement is malformed at predicate.serialization.hash_type',
    tamper: (context) =>
      signPredicate(context, ({ serialization }) => ({ serialization: { ...serialization, hash_type: 'blake3' } })),
  },
  {
    name: 'a path that leaves the folder',
    refusal: 'a file has an unsafe path',
    tamper: (context) =>
      signPredicate(context, ({ resources }) => ({
        resources: [...members(resources), { ...members(resources)[0], name: '../other/model.jsonl' }],
      })),
  },
  {
    name: 'a file named twice',
    refusal: 'the signed statement names a file twice',
    tamper: (context) =>
      signPredicate(context, ({ resources }) => ({ resources: [...members(resources), members(resources)[0]] })),
  },
  {
    name: 'a subject that its files do not give',
    refusal: 'the signed statement contradicts itself',
    tamper: (context) =>
      signStatement(context, (made) => ({
        ...made,
        subject: [{ name: 'other', digest: { sha256: '0'.repeat(64) } }],
      })),
  },
  {
    name: 'a statement that asks to ignore an added file',
    refusal: 'inference.py was added',
    async tamper(context) {
      await signPredicate(context, ({ serialization }) => ({
        serialization: { ...serialization, ignore_paths: ['model.sig', 'inference.py'] },
      }));
      await put(context, 'inference.py', 'import os');
    },
  },
  {
    name: 'a signature over no statement',
    refusal: 'the signed statement is malformed: it is not JSON',
    tamper: (context) => sign(context, 'good morning'),
  },
];

const keyRings: readonly Tampering[] = [
  {
    name: 'the key disabled',
    refusal: 'it is signed with a key that is disabled',
    tamper: (context) => editRing(context, (key) => [{ ...key, enabled: false }]),
  },
  {
    name: 'the key withdrawn from before the signature on',
    refusal: 'it was signed after its key was withdrawn',
    tamper: (context) => editRing(context, (key) => [{ ...key, withdrawnFrom: '2000-01-01T00:00:00Z' }]),
  },
  {
    name: 'the key listed twice, once as withdrawn',
    refusal: 'keys.json lists a key twice',
    tamper: (context) => editRing(context, (key) => [key, { ...key, withdrawnFrom: '2000-01-01T00:00:00Z' }]),
  },
  {
    name: 'the key no longer trusted',
    refusal: 'it is signed with a key that is not trusted',
    tamper: (context) => editRing(context, () => []),
  },
  {
    name: 'the key ring removed',
    refusal: 'it is signed with a key that is not trusted',
    tamper: ({ keysFolder }) => rm(join(keysFolder, 'keys.json')),
  },
  {
    name: 'the key ring damaged',
    refusal: 'keys.json is malformed',
    tamper: ({ keysFolder }) => writeFile(join(keysFolder, 'keys.json'), '{"keys":'),
  },
  {
    name: "another public key under the key's name",
    refusal: 'keys.json calls a key by an id that is not its own',
    async tamper(context) {
      await stranger(context).sign(new Uint8Array());
      const publicKey = await readFile(join(strangersFolder(context), 'signing-key.pub.pem'), 'utf8');
      await editRing(context, (key) => [{ ...key, publicKey }]);
    },
  },
];

const entries: readonly Tampering[] = [
  edited('another description', 'what it does not repeat', () => ({ description: 'A better model' })),
  edited('another run', 'runId', () => ({ runId: 'another-run' })),
  edited('another training window', 'training', ({ training }) => ({
    training: { ...training, window: { start: '1990-01-01', end: '1999-12-31' } },
  })),
  edited('another sha256 of the model', 'artifactSha256', () => ({ artifactSha256: '0'.repeat(64) })),
  edited('another recipe', 'recipe', ({ recipe }) => ({ recipe: { ...recipe, kind: 'average' } })),
  edited('another selection', 'what it does not repeat', ({ selection }) => ({
    selection: { ...selection, chosen: 'another' },
  })),
  edited('a better cross-validation', 'what it does not repeat', ({ crossValidation }) => ({
    crossValidation: { ...crossValidation, rmse: 0 },
  })),
  edited('another image', 'image', ({ code }) => ({ code: { ...code, image: 'sha256:1' } })),
  edited('a later registration', 'what it does not repeat', ({ registeredAtMs }) => ({
    registeredAtMs: registeredAtMs + 1,
  })),
  {
    name: 'the entry leads to the signed folder of another version',
    refusal: 'other values of runId, version',
    async tamper(context) {
      const { folder } = await signedBefore(context);
      const artifactUri = `s3://${context.stores.artifacts.bucket}/${folder}/`;
      await context.editEntry({ ...context.version, artifactUri });
    },
  },
  {
    name: 'the entry leads to a bucket that is not ours',
    refusal: 'the registered address of the files lies in no bucket',
    tamper: ({ editEntry, version }) =>
      Promise.resolve(editEntry({ ...version, artifactUri: 's3://somebody-elses/model/' })),
  },
];

/** Every way of tampering with a signed version that must end in a refusal. */
export const TAMPERINGS: readonly Tampering[] = [
  ...changes,
  ...manifests,
  ...bundles,
  ...statements,
  ...keyRings,
  ...entries,
];

function edited(name: string, claims: string, edit: (version: ModelVersion) => Partial<ModelVersion>): Tampering {
  return {
    name: `${name} in the registry`,
    refusal: `other values of ${claims}`,
    tamper: async ({ version, editEntry }) => editEntry({ ...version, ...edit(version) }),
  };
}

/** Another version with the same files, in a folder of its own, signed by the same key. */
async function signedBefore(context: TamperContext) {
  const { stores, version, keysFolder } = context;
  const folder = `${folderOf(context)}-before`;
  for (const [path, body] of await files(context)) {
    if (path !== FILES.manifest) await stores.artifacts.write(`${folder}/${path}`, body);
  }
  const artifactUri = `s3://${stores.artifacts.bucket}/${folder}/`;
  const before = { ...version, version: version.version + 1_000, runId: 'the-run-before' };
  await signVersion({ ...before, artifactUri }, { stores, ...localKeys(keysFolder) });
  const manifest = await stores.artifacts.read(`${folder}/${FILES.manifest}`);
  const signature = await stores.artifacts.read(`${folder}/${FILES.signature}`);
  return { folder, manifest, signature };
}

function stranger(context: TamperContext): ArtifactSigner {
  return localKeys(strangersFolder(context)).signer;
}

function strangersFolder({ keysFolder }: TamperContext): string {
  return join(keysFolder, 'stranger');
}

async function signAgain(context: TamperContext, { signer }: { signer?: ArtifactSigner } = {}): Promise<void> {
  await sign(context, await statement(context), signer);
}

async function sign(context: TamperContext, text: string, signer?: ArtifactSigner): Promise<void> {
  const payload = Buffer.from(text);
  const trusted = localKeys(context.keysFolder).signer;
  const { keyId, signature } = await (signer ?? trusted).sign(preAuthEncoding(payload));
  const bundle = { keyId, payload: payload.toString('base64'), signature: Buffer.from(signature).toString('base64') };
  await put(context, FILES.signature, bundleText(bundle));
}

async function statement(context: TamperContext): Promise<string> {
  const digests = [...(await files(context))].map(([path, body]) => [path, sha256(body)] as const);
  return statementText('tampered', new Map(digests), sha256);
}

async function signStatement(context: TamperContext, edit: (made: Json) => object): Promise<void> {
  await sign(context, JSON.stringify(edit(JSON.parse(await statement(context)) as Json)));
}

/** With the subject that the edited files give. */
async function signPredicate(context: TamperContext, edit: (predicate: Json) => object): Promise<void> {
  await signStatement(context, (made) => {
    const predicate = { ...made.predicate, ...edit(made.predicate) } as Json;
    const digests = members(predicate.resources).map(({ digest }) => Buffer.from(String(digest), 'hex'));
    return { ...made, subject: [{ name: 'tampered', digest: { sha256: sha256(Buffer.concat(digests)) } }], predicate };
  });
}

function members(list: Json): readonly Json[] {
  return list as unknown as readonly Json[];
}

/** All files of the folder but the signature. */
async function files(context: TamperContext): Promise<ReadonlyMap<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>();
  for (const { key } of await context.stores.artifacts.list(`${folderOf(context)}/`)) {
    const path = key.slice(folderOf(context).length + 1);
    if (path !== FILES.signature) found.set(path, await read(context, path));
  }
  return found;
}

async function forecastFile(context: TamperContext): Promise<string> {
  const found = [...(await files(context)).keys()].find((path) => path.startsWith('forecasts/'));
  if (found === undefined) throw new Error('the version to tamper with has no recorded forecasts');
  return found;
}

function folderOf({ stores, version }: TamperContext): string {
  return version.artifactUri.slice(`s3://${stores.artifacts.bucket}/`.length).replace(/\/$/, '');
}

async function read(context: TamperContext, path: string): Promise<Uint8Array> {
  return context.stores.artifacts.read(`${folderOf(context)}/${path}`);
}

async function put(context: TamperContext, path: string, body: string | Uint8Array): Promise<void> {
  await context.stores.artifacts.write(`${folderOf(context)}/${path}`, Buffer.from(body));
}

async function remove(context: TamperContext, path: string): Promise<void> {
  await context.remove(`${folderOf(context)}/${path}`);
}

async function rewrite(context: TamperContext, path: string, edit: (body: Uint8Array) => Uint8Array): Promise<void> {
  await put(context, path, edit(await read(context, path)));
}

async function editJson(context: TamperContext, path: string, edit: (value: Json) => object): Promise<void> {
  const value = JSON.parse(Buffer.from(await read(context, path)).toString()) as Json;
  await put(context, path, JSON.stringify(edit(value)));
}

async function editBundle(context: TamperContext, edit: (bundle: Json) => object): Promise<void> {
  await editJson(context, FILES.signature, edit);
}

async function editEnvelope(context: TamperContext, edit: (envelope: Json) => object): Promise<void> {
  await editBundle(context, ({ dsseEnvelope, ...bundle }) => ({
    ...bundle,
    dsseEnvelope: { ...dsseEnvelope, ...edit(dsseEnvelope) },
  }));
}

async function editRing({ keysFolder }: TamperContext, edit: (key: Json) => readonly object[]): Promise<void> {
  const file = join(keysFolder, 'keys.json');
  const { keys } = JSON.parse(await readFile(file, 'utf8')) as Json;
  await writeFile(file, JSON.stringify({ keys: edit(members(keys)[0]) }));
}

function flipped(body: Uint8Array, place: number): Uint8Array {
  return body.with(place, body[place] ^ 1);
}

function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
