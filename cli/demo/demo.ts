import { join } from 'node:path';
import { weather } from '../../datasets/weather.ts';
import { runReplay } from '../replay/run-replay.ts';
import type { DemoOptions } from './command.ts';
import { writeDemoData } from './demo-data.ts';

const OUT_DIR = join('out', 'demo');
const DATA_PATH = join('out', 'temperatures.csv');

export async function runDemo({ clock, verbose }: DemoOptions): Promise<void> {
  await writeDemoData(DATA_PATH);
  await runReplay({
    dataset: weather,
    dataPath: DATA_PATH,
    outDir: OUT_DIR,
    environment: 'prod',
    policy: 'gates',
    approvals: 'automatic',
    overwrite: true,
    clockAtMs: clock,
    isVerbose: verbose,
  });
}
