import { beforeAll, describe, expect, it } from '@jest/globals';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { localPorts } from '../../../hosts/folder.ts';
import { runMachine, trainTwoVersions } from './platform.ts';
import { TWO_STATIONS } from '../../support/two-stations.ts';
import { COMMIT } from '../../support/ports.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const dataset = TWO_STATIONS.name;

/** Every file below the folder's buckets, by its path, after two promotions and a forecast. */
async function filesOf(root: string, keyFolder: string): Promise<ReadonlyMap<string, string>> {
  const build = { commit: COMMIT, image: 'sha256:0', libraries: { zod: '4.0.0' } };
  // Pages print commands, which name the folder, and records have the hashes of pages.
  const place = '--folder out/same';
  const ports = { ...localPorts(root, [TWO_STATIONS], { keyFolder, clockAtMs: Date.UTC(2026, 0, 1) }), build, place };
  await trainTwoVersions(ports);
  await runMachine({ machine: 'promote', name: 'run-2', input: { dataset, modelVersion: 2 } }, [ports]);
  await runMachine({ machine: 'forecast', name: 'run-2', input: { dataset, modelVersion: 'production' } }, [ports]);
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();
  return new Map(
    await Promise.all(
      files.map(async (file) => [file.slice(root.length + 1), await readFile(file, 'latin1')] as const),
    ),
  );
}

describe('the same promotions in two folders', () => {
  let one: ReadonlyMap<string, string>;
  let other: ReadonlyMap<string, string>;

  beforeAll(async () => {
    const folder = () => temporaryFolder();
    const keys = await folder();
    one = await filesOf(await folder(), keys);
    other = await filesOf(await folder(), keys);
  });

  it('leave the same files with the same bytes', () => {
    const differing = [...new Set([...one.keys(), ...other.keys()])].filter((key) => one.get(key) !== other.get(key));
    expect(differing).toEqual([]);
  });

  it('leave versions, signatures, reports, audit and forecasts', () => {
    const kinds = [
      /^artifacts\/registry\/weather\/production\.json$/,
      /^artifacts\/registry\/weather\/audit\/00000002\.json$/,
      /^artifacts\/registry\/weather\/versions\/00000002\.json$/,
      /^artifacts\/models\/weather\/.*\/model\.sig$/,
      /^artifacts\/promotions\/weather\/run-2\/comparison\.(json|html)$/,
      /^artifacts\/tracking\/weather\/production\.json$/,
      /^gold\/weather\/forecasts\/run_id=run-2\/.*\.parquet$/,
    ];
    expect(kinds.filter((kind) => ![...one.keys()].some((key) => kind.test(key)))).toEqual([]);
  });
});
