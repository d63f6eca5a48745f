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
const OPTIONS = ['--timestamp', 'ds', '--target', 'y', '--id', 'unique_id', '--dataset', 'panel', '--windows', '1'];
const CLOCK = ['--clock', '2026-01-01T00:00:00Z'];
const LENGTHS = ['--train', '3y', '--evaluate', '1y', '--cv-period', '90d'];

/** The same replay three times, once on one core: every file of its folder is the same, byte for byte. */
export async function determinism(): Promise<readonly Figure[]> {
  const csv = await writePanelCsv(SERIES, 'ragged');
  await synthesize();
  const replay = async (pin: (command: Command) => Command) => {
    // Pages name their folder in commands: it is the same one each time.
    const out = join(WORK_DIR, 'determinism');
    await rm(out, { recursive: true, force: true });
    await measure(pin(replayCommand(out, ['--data', csv, ...OPTIONS, ...LENGTHS, ...CLOCK])));
    return filesOf(out);
  };
  const first = await replay((command) => command);
  const again = await replay((command) => command);
  const figures = [differing('files that differ when the same replay runs again', first, again)];
  if (process.platform === 'linux') {
    const oneCore = await replay(({ command, args }) => {
      return { command: 'taskset', args: ['-c', '0', command, ...args] };
    });
    figures.push(differing('files that differ when it runs on one core', first, oneCore));
  }
  await rm(join(WORK_DIR, 'determinism'), { recursive: true });
  return figures;
}

type Files = ReadonlyMap<string, string>;

/** Path below the folder -> sha256, of every file. */
async function filesOf(folder: string): Promise<Files> {
  const files = new Map<string, string>();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((found) => found.isFile())) {
    const path = join(entry.parentPath, entry.name);
    files.set(
      path.slice(folder.length),
      createHash('sha256')
        .update(await readFile(path))
        .digest('hex'),
    );
  }
  return files;
}

function differing(name: string, left: Files, right: Files): Figure {
  const paths = [...new Set([...left.keys(), ...right.keys()])].sort();
  const found = paths.filter((path) => left.get(path) !== right.get(path));
  const limitedBy = `these are not the same: ${found.slice(0, 5).join(', ')}`;
  return { name, value: found.length, unit: `of ${paths.length}`, target: { atMost: 0 }, limitedBy };
}
