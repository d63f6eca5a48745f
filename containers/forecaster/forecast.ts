import { fileURLToPath } from 'node:url';
import { processingDirectories } from './directories.ts';
import { runEntryPoint } from './entry-point.ts';
import { forecast } from './forecasting.ts';

const workerFile = fileURLToPath(new URL('./worker.mjs', import.meta.url));
await runEntryPoint({
  async run({ root, environment }) {
    const { rows, files } = await forecast(root, environment, { workerFile });
    process.stdout.write(`${rows} forecasts in ${files.length} files\n`);
  },
  failureFile: (root) => processingDirectories(root).failure,
});
