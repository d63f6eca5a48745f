import { readFile, writeFile } from 'node:fs/promises';
import * as z from 'zod';
import { runCommand } from '../cli/run-command.ts';
import { withFigures } from './readme-figures.ts';
import { readResult } from './result.ts';

const README = 'README.md';

const command = z
  .strictObject({})
  .meta({ title: 'figures', description: "Writes the README's table of figures from bench.json." });

await runCommand(command, async () => {
  await writeFile(README, withFigures(await readFile(README, 'utf8'), await readResult()));
});
