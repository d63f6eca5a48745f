import { fileURLToPath } from 'node:url';
import { trainingDirectories } from './directories.ts';
import { runEntryPoint } from './entry-point.ts';
import { train } from './training.ts';

const workerFile = fileURLToPath(new URL('./worker.mjs', import.meta.url));
await runEntryPoint({
  async run({ root }) {
    const { candidate, seriesTrained, seriesFailed } = await train(root, { workerFile });
    process.stdout.write(`${candidate.name}: ${seriesTrained} series trained, ${seriesFailed} failed\n`);
  },
  failureFile: (root) => trainingDirectories(root).failure,
});
