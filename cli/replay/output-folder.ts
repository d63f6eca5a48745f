import { createHash } from 'node:crypto';
import { access, cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { LAYERS } from '../../core/contracts/layers.ts';
import { UsageError } from '../errors.ts';
import type { ReplayRequest } from './replay-request.ts';

/** Says that a folder was made by a replay, and by which request. */
const MARKER = '.replay-request';
const CONTENTS = [...LAYERS, 'shared', 'executions', 'work', 'replay.json', 'dataset.json', 'report.html', MARKER];

/**
 * Makes the output folder ready: empty but for the delivered data in its landing bucket. The same request again replaces its
 * own results, which are the same bytes; anything else in the folder is left alone.
 *
 * @throws UsageError when the data cannot be read, or what would be replaced is another replay's, or no replay's at all
 */
export async function prepareOutput(request: ReplayRequest): Promise<void> {
  const { outDir, dataPath, dataset, landing } = request;
  await access(dataPath).catch((cause: unknown) => {
    throw new UsageError(`--data '${dataPath}' cannot be read; give the path of a file that exists`, { cause });
  });
  if (!relative(dataPath, outDir).startsWith('..') && (await stat(dataPath)).isDirectory())
    throw new UsageError(`--out '${outDir}' lies within --data '${dataPath}'; give a folder beside it`);
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([dataset, request.windows ?? 'all', request.policy]))
    .digest('hex');
  await refuseForeignContents(request, fingerprint);
  for (const name of CONTENTS) await rm(join(outDir, name), { recursive: true, force: true });
  await mkdir(outDir, { recursive: true });
  // First of all: whatever interrupts what follows, the same request may begin anew.
  await writeFile(join(outDir, MARKER), fingerprint);
  const landed = join(outDir, landing);
  await mkdir(dirname(landed), { recursive: true });
  // What a link leads to is data as well.
  await cp(dataPath, landed, { recursive: true, dereference: true });
}

async function refuseForeignContents({ outDir, overwrite }: ReplayRequest, fingerprint: string): Promise<void> {
  const found = await stat(outDir).catch(() => undefined);
  if (found === undefined) return;
  if (!found.isDirectory()) throw new UsageError(`--out '${outDir}' is a file; give a folder`);
  const taken = (await readdir(outDir)).filter((name) => CONTENTS.includes(name));
  if (taken.length === 0) return;
  const marker = await readFile(join(outDir, MARKER), 'utf8').catch(() => undefined);
  if (marker === undefined) {
    throw new UsageError(`--out '${outDir}' holds ${taken.join(', ')}, which no replay made; give another folder`);
  }
  if (overwrite || marker === fingerprint) return;
  throw new UsageError(
    `--out '${outDir}' holds another replay (${taken.join(', ')}); give another folder, or --overwrite to replace it`,
  );
}
