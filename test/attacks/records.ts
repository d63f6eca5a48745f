import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { registryKeys } from '../../core/contracts/keys.ts';
import type { ModelVersion } from '../../core/contracts/model-version.ts';
import { jsonBytes } from '../../lake/json-object.ts';
import { ObjectRegistry } from '../../lake/object-registry.ts';
import { productionPointer } from '../../lake/production-pointer.ts';
import { signVersion } from '../../lake/signing/sign-version.ts';
import { verifyVersion } from '../../lake/signing/verify-version.ts';
import { FOLDER, registered, VERSION } from '../lake/signing/fixture.ts';
import { MemoryStore } from '../support/memory-store.ts';
import type { Attack } from './attack.ts';

const CLOCK = { nowMs: () => 0 };
const text = (value: object) => Buffer.from(jsonBytes(value)).toString();
const ENTRY = text(VERSION);
const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

const MOVE = {
  dataset: 'weather',
  revision: 1,
  transitionId: 'run-1',
  action: 'promote',
  from: null,
  to: 1,
  by: 'somebody',
  reason: 'because',
  evidence: null,
  atMs: 0,
};

/** The registry's answer where somebody has put an object into it. */
function entry(name: string, says: string, put: { readonly key?: string; readonly body: string }): Attack {
  return {
    name: `puts into the registry ${name}`,
    refusedBy: 'ArtifactMismatch',
    says,
    async attempt() {
      const store = new MemoryStore('artifacts');
      store.put(registryKeys.version('weather', 3), ENTRY);
      store.put(put.key ?? registryKeys.version('weather', 3), put.body);
      const registry = new ObjectRegistry(store, CLOCK);
      return put.key === undefined ? registry.describe('weather', 3) : registry.list('weather');
    },
  };
}

/** A signed version, after somebody was at its folder or its keys. */
function signed(
  name: string,
  says: string,
  tamper: (at: { readonly artifacts: MemoryStore; readonly keysFolder: string }) => Promise<void>,
  served: ModelVersion = VERSION,
): Attack {
  return {
    name,
    refusedBy: 'SignatureRefused',
    says,
    async attempt() {
      const { stores, artifacts, keysFolder, signer, keys } = await registered();
      await signVersion(VERSION, { stores, signer });
      await tamper({ artifacts, keysFolder });
      return verifyVersion(served, served, { stores, keys });
    },
  };
}

/** The first member once more, with a value of the attacker's before it. */
function twice(json: string, member: string, value: unknown): string {
  return json.replace(/^\s*\{/, `{"${member}":${JSON.stringify(value)},`);
}

async function rewrite(store: MemoryStore, name: string, change: (text: string) => string): Promise<void> {
  const file = `${FOLDER}/${name}`;
  store.put(file, change(Buffer.from(await store.read(file)).toString()));
}

const nothing = async () => undefined;

const inBundle = (change: (bundle: string) => string) => (at: { readonly artifacts: MemoryStore }) =>
  rewrite(at.artifacts, 'model.sig', change);

const inRing = (change: (ring: string) => string) => async (at: { readonly keysFolder: string }) => {
  const file = join(at.keysFolder, 'keys.json');
  await writeFile(file, change(await readFile(file, 'utf8')));
};

export const RECORDS: readonly Attack[] = [
  entry('an entry that names its model twice', 'names a member twice', {
    body: twice(ENTRY, 'artifactUri', 's3://artifacts/models/mine/'),
  }),
  entry('an entry with the same member in another spelling', 'names a member twice', {
    body: twice(ENTRY, String.raw`\u0061rtifactSha256`, '0'.repeat(64)),
  }),
  entry('an entry that nests without end', 'nested too deep', { body: `{"x":${deep(100_000)}}` }),
  entry('the entry of another version, renumbered', 'of another version', { body: text({ ...VERSION, version: 4 }) }),
  entry('a copy of an entry under the next number', 'of another version', {
    key: registryKeys.version('weather', 4),
    body: ENTRY,
  }),
  entry("another data set's entry", 'of another version', { body: text({ ...VERSION, dataset: 'energy' }) }),
  entry('a twin of an entry, by a name without zeros', 'by a name that is none of theirs', {
    key: 'registry/weather/versions/3.json',
    body: ENTRY,
  }),
  entry('a twin of an entry, by a name with a letter before', 'by a name that is none of theirs', {
    key: 'registry/weather/versions/x00000003.json',
    body: ENTRY,
  }),
  entry('a twin of an entry, by a name with a dot behind', 'by a name that is none of theirs', {
    key: 'registry/weather/versions/00000003.json.',
    body: ENTRY,
  }),
  entry('a twin of an entry, in capitals', 'by a name that is none of theirs', {
    key: 'registry/weather/versions/00000003.JSON',
    body: ENTRY,
  }),
  entry('a twin of an entry, in digits of another script', 'by a name that is none of theirs', {
    key: 'registry/weather/versions/0000000\u0663.json',
    body: ENTRY,
  }),
  entry('a twin of an entry, in a folder below', 'of another version', {
    key: 'registry/weather/versions/more/00000003.json',
    body: ENTRY,
  }),
  {
    name: 'puts a pointer in place that names two versions, one for each kind of reader',
    refusedBy: 'AuditTampered',
    says: 'names a member twice',
    async attempt() {
      const store = new MemoryStore('artifacts');
      store.put(registryKeys.production('weather'), twice(text(MOVE), 'to', 2));
      return productionPointer(store, CLOCK).read('weather');
    },
  },
  signed(
    'signs with one key and names two in the bundle',
    'names a member twice',
    inBundle((bundle) => bundle.replace('"hint":', '"hint":"0000","hint":')),
  ),
  signed(
    'puts a second payload before the signed one',
    'names a member twice',
    inBundle((bundle) => bundle.replace('"payload":', '"payload":"e30=","payload":')),
  ),
  signed(
    'nests a bundle without end',
    'nested too deep',
    inBundle((bundle) => twice(bundle, 'x', 0).replace('"x":0', `"x":${deep(100_000)}`)),
  ),
  signed(
    'hides a withdrawal behind a second one in the ring',
    'names a member twice',
    inRing((ring) =>
      ring.replace(
        '"enabled":',
        '"withdrawnFrom":"2000-01-01T00:00:00Z","withdrawnFrom":"2099-01-01T00:00:00Z","enabled":',
      ),
    ),
  ),
  signed(
    'withdraws a key by something that is no date',
    'keys.json is malformed',
    inRing((ring) => ring.replace('"enabled":', '"withdrawnFrom":"soon","enabled":')),
  ),
  signed(
    'trusts all keys by a member that the ring does not have',
    'keys.json is malformed',
    inRing((ring) => twice(ring, 'trust', '*')),
  ),
  signed("serves a signed version as another's number", 'manifest.json is not that of', nothing, {
    ...VERSION,
    version: 4,
  }),
  signed("serves a signed version as another data set's", 'manifest.json is not that of', nothing, {
    ...VERSION,
    dataset: 'energy',
  }),
  ...[
    ['in another case', 'MODEL.JSONL'],
    ['with a dot behind', 'model.jsonl.'],
    ['with a space behind', 'model.jsonl '],
    ['with a Cyrillic letter', 'm\u043edel.jsonl'],
    ['with an invisible character', 'model\u200b.jsonl'],
    ['decomposed', 'mode\u0301l.jsonl'],
    ['in a folder of the same name', 'model.jsonl/model.jsonl'],
    ['of the signature, in another case', 'Model.sig'],
    ['of the signature, in a folder below', 'forecasts/model.sig'],
    ['hidden', '.model.jsonl'],
  ].map(([how, twin]) =>
    signed(`puts a twin of a file into a signed folder: ${how}`, 'was added', async ({ artifacts }) => {
      artifacts.put(`${FOLDER}/${twin}`, 'another model');
    }),
  ),
];
