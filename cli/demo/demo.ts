import { join } from 'node:path';
import { replayCommand } from '../replay/command.ts';
import { replayRequest } from '../replay/replay-request.ts';
import { runReplay } from '../replay/run-replay.ts';
import type { DemoOptions } from './command.ts';
import { writeDemoData } from './demo-data.ts';

const OPTIONS = {
  dataset: 'weather',
  data: join('out', 'temperatures.csv'),
  out: join('out', 'demo'),
  overwrite: true,
};

/** `npm run replay -- --dataset weather`, on the embedded data. */
export async function runDemo({ clock, verbose }: DemoOptions): Promise<void> {
  await writeDemoData(OPTIONS.data);
  const request = replayRequest(replayCommand.parse(OPTIONS), new Set(Object.keys(OPTIONS)));
  await runReplay({ ...request, clockAtMs: clock, isVerbose: verbose });
}
