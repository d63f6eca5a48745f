// `node scripts/cli.mjs COMMAND ...`: runs a command of cli/ from its bundle, in this process. Plain JavaScript: it starts before
// anything is installed.
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import './ensure-installed.mjs';
import { commandsIn, currentBundle } from './cli-bundle.mjs';

/** Whoever waits for longer is told what for. */
const TOLD_AFTER_MS = 1000;
const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const [command, ...args] = process.argv.slice(2);
if (commandsIn(ROOT).includes(command)) {
  process.setSourceMapsEnabled(true);
  const entry = join(await bundle(), `${command}.mjs`);
  process.argv = [process.argv[0], entry, ...args];
  try {
    await import(pathToFileURL(entry).href);
  } catch (error) {
    // Literals are checked where they are loaded: what a person wrote wrongly there needs a sentence, not a stack trace.
    if (error?.name !== 'DatasetInvalid') throw error;
    process.stderr.write(`${error.name}: ${error.message}\n`);
    process.exitCode = 1;
  }
} else {
  process.stderr.write(`'${command}' is no command; allowed: ${commandsIn(ROOT).join(', ')}\n`);
  process.exitCode = 2;
}

async function bundle() {
  const telling = setTimeout(
    () => process.stderr.write('Bundling the commands (again only when their sources have changed)\n'),
    TOLD_AFTER_MS,
  );
  try {
    return await currentBundle(ROOT);
  } finally {
    clearTimeout(telling);
  }
}
