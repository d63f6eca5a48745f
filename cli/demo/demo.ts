import { join } from 'node:path';
import { weather } from '../../datasets/weather.ts';
import { writeDemoData } from './demo-data.ts';
import { type CommandSpec, parseCommand, runCommand } from '../options.ts';
import { runReplay } from '../replay/run-replay.ts';

const COMMAND: CommandSpec = {
  name: 'start',
  summary:
    'The main job on the embedded data: replays four daily temperature series of Seattle and New York through the prod\n' +
    "state machines, into out/demo. 'npm run replay -- --help' does the same with your own file.",
  options: {},
};
const OUT_DIR = join('out', 'demo');
const DATA_PATH = join('out', 'temperatures.csv');

await runCommand(async (args) => {
  if (parseCommand(COMMAND, args) === undefined) return;
  await writeDemoData(DATA_PATH);
  await runReplay({
    dataset: weather,
    dataPath: DATA_PATH,
    outDir: OUT_DIR,
    environment: 'prod',
    policy: 'gates',
    approvals: 'automatic',
    overwrite: true,
  });
});
