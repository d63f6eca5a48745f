// `node scripts/cli.mjs COMMAND ...`: runs a command of cli/ from its bundle, in this process. Plain JavaScript: it starts before
// anything is installed.
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import './ensure-installed.mjs';
import { commandsIn, currentBundle } from './cli-bundle.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const [command, ...args] = process.argv.slice(2);
if (commandsIn(ROOT).includes(command)) {
  process.setSourceMapsEnabled(true);
  const entry = join(await currentBundle(ROOT), `${command}.mjs`);
  process.argv = [process.argv[0], entry, ...args];
  await import(pathToFileURL(entry).href);
} else {
  process.stderr.write(`'${command}' is no command; allowed: ${commandsIn(ROOT).join(', ')}\n`);
  process.exitCode = 2;
}
