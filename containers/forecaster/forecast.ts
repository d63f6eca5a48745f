import { fileURLToPath } from 'node:url';
import { containerRoot, processingDirectories } from './directories.ts';
import { runEntryPoint } from './entry-point.ts';
import { forecast } from './forecasting.ts';

const root = containerRoot();
const workerFile = fileURLToPath(new URL('./worker.mjs', import.meta.url));
await runEntryPoint(() => forecast(root, process.env, { workerFile }), processingDirectories(root).failure);
