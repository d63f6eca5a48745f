import { fileURLToPath } from 'node:url';
import { containerRoot, processingDirectories } from './directories.ts';
import { runEntryPoint } from './entry-point.ts';
import { forecast } from './forecasting.ts';

const root = containerRoot();
const workerFile = fileURLToPath(new URL('./worker.mjs', import.meta.url));
await runEntryPoint(async () => {
  const { rows, files } = await forecast(root, process.env, { workerFile });
  process.stdout.write(`${rows} forecasts in ${files.length} files\n`);
}, processingDirectories(root).failure);
