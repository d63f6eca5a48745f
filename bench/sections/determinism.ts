import { createHash } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writePanelCsv } from '../data/panel-csv.ts';
import { measure, type Command } from '../measure.ts';
import { WORK_DIR } from '../paths.ts';
import type { Figure } from '../report.ts';
import { replayCommand, synthesize } from '../synth.ts';

/** More than two blocks (containers/forecaster/map-blocks.ts), so that the jobs spread over threads. */
const SERIES = 300;
const LAYERS = ['bronze', 'silver', 'gold', 'artifacts'];
const OPTIONS = ['--timestamp', 'ds', '--target', 'y', '--id', 'unique_id', '--dataset', 'panel', '--windows', '1'];
const LENGTHS = ['--train', '3y', '--evaluate', '1y', '--cv-period', '90d'];

/** The same replay three times, once on one core: every table and artifact file is the same, byte for byte, but for one that holds file times. */
export async function determinism(): Promise<readonly Figure[]> {
  const csv = await writePanelCsv(SERIES, 'ragged');
  await synthesize();
  const replay = async (name: string, pin: (command: Command) => Command) => {
    const out = join(WORK_DIR, 'determinism', name);
    await rm(out, { recursive: true, force: true });
    await measure(pin(replayCommand(out, ['--data', csv, ...OPTIONS, ...LENGTHS])));
    return filesOf(out);
  };
  const first = await replay('first', (command) => command);
  const again = await replay('again', (command) => command);
  const figures = [differing('files that differ when the same replay runs again', first, again)];
  if (process.platform === 'linux') {
    const oneCore = await replay('one-core', ({ command, args }) => {
      return { command: 'taskset', args: ['-c', '0', command, ...args] };
    });
    figures.push(differing('files that differ when it runs on one core', first, oneCore));
  }
  await rm(join(WORK_DIR, 'determinism'), { recursive: true });
  return figures;
}

type Files = ReadonlyMap<string, string>;

/** It knows a landing file by its times, which the file system gives. */
const BY_THE_CLOCK = 'deliveries.json';

/** Path below the folder -> sha256, of the layers' tables and artifacts. */
async function filesOf(folder: string): Promise<Files> {
  const files = new Map<string, string>();
  for (const layer of LAYERS) {
    const entries = await readdir(join(folder, layer), { recursive: true, withFileTypes: true });
    for (const entry of entries.filter((found) => found.isFile() && found.name !== BY_THE_CLOCK)) {
      const path = join(entry.parentPath, entry.name);
      files.set(
        path.slice(folder.length),
        createHash('sha256')
          .update(await readFile(path))
          .digest('hex'),
      );
    }
  }
  return files;
}

function differing(name: string, left: Files, right: Files): Figure {
  const paths = [...new Set([...left.keys(), ...right.keys()])].sort();
  const found = paths.filter((path) => left.get(path) !== right.get(path));
  const limitedBy = `these are not the same: ${found.slice(0, 5).join(', ')}`;
  return { name, value: found.length, unit: `of ${paths.length}`, target: { atMost: 0 }, limitedBy };
}
