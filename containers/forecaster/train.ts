import { fileURLToPath } from 'node:url';
import { trainingDirectories } from './directories.ts';
import { runEntryPoint } from './entry-point.ts';
import { train } from './training.ts';

/** Series between two lines of progress: a few seconds of work for most families. */
const PROGRESS_EVERY = 1000;

const workerFile = fileURLToPath(new URL('./worker.mjs', import.meta.url));
await runEntryPoint({
  async run({ root }) {
    let told = 0;
    const onProgress = (series: number): void => {
      if (series - told < PROGRESS_EVERY) return;
      told = series;
      process.stdout.write(`${series} series done\n`);
    };
    const { seriesFailed, ...summary } = await train(root, { workerFile, onProgress });
    const done =
      'candidate' in summary
        ? `${summary.candidate.name}: ${summary.seriesTried} series cross-validated`
        : `${summary.seriesTrained} series fitted`;
    process.stdout.write(`${done}, ${seriesFailed} failed\n`);
  },
  failureFile: (root) => trainingDirectories(root).failure,
});
