import { cp, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { localObjectStore } from '../../adapters/files/object-store.ts';
import { signVersion } from '../../lake/signing/sign-version.ts';
import { verifyVersion } from '../../lake/signing/verify-version.ts';
import { FOLDER, registered, VERSION } from '../lake/signing/fixture.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import type { Attack } from './attack.ts';

/** A signed version in a folder of the disk, after somebody was there. */
function onDisk(name: string, says: string, tamper: (folder: string, elsewhere: string) => Promise<void>): Attack {
  return {
    name: `on a laptop's disk, ${name}`,
    refusedBy: 'SignatureRefused',
    says,
    async attempt() {
      const [root, elsewhere] = [await temporaryFolder(), await temporaryFolder()];
      const { stores: inMemory, artifacts: left, signer, keys } = await registered();
      const artifacts = localObjectStore(root, 'artifacts');
      for (const [key, { body }] of left.objects) await artifacts.write(key, body);
      const stores = { ...inMemory, artifacts };
      await signVersion(VERSION, { stores, signer });
      await verifyVersion(VERSION, VERSION, { stores, keys });
      await tamper(join(root, 'artifacts', FOLDER), elsewhere);
      return verifyVersion(VERSION, VERSION, { stores, keys });
    },
  };
}

async function linked(file: string, to: string): Promise<void> {
  await cp(file, to, { recursive: true });
  await rename(file, `${to}-before`);
  await symlink(to, file);
}

export const FOLDERS: readonly Attack[] = [
  onDisk('puts a link in place of the model, to change it later', 'model.jsonl was removed', (folder, elsewhere) =>
    linked(join(folder, 'model.jsonl'), join(elsewhere, 'model.jsonl')),
  ),
  onDisk('puts a link in place of the manifest', 'manifest.json was removed', (folder, elsewhere) =>
    linked(join(folder, 'manifest.json'), join(elsewhere, 'manifest.json')),
  ),
  onDisk('puts a link in place of a folder', 'forecasts/part-0.parquet was removed', (folder, elsewhere) =>
    linked(join(folder, 'forecasts'), join(elsewhere, 'forecasts')),
  ),
  onDisk('renames the model to a draft, as if it were being written', 'model.jsonl was removed', (folder) =>
    rename(join(folder, 'model.jsonl'), join(folder, 'model.jsonl.draft-00000000-0000-0000-0000-000000000000')),
  ),
  onDisk('leaves a file whose name only looks like a draft', 'was added', (folder) =>
    writeFile(join(folder, 'model.jsonl.draft-1'), 'another model'),
  ),
  onDisk('adds an empty file', 'was added', (folder) => writeFile(join(folder, 'empty'), '')),
];
