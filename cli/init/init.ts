import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { visible } from '../../core/contracts/visible.ts';
import { refusals } from '../../core/inspect/facts.ts';
import { DATASETS } from '../../datasets/index.ts';
import { UsageError } from '../errors.ts';
import { nameFrom } from '../replay/own-dataset.ts';
import { terminalOf } from '../terminal.ts';
import { laidOut } from '../view.ts';
import { withDataset } from './catalog-text.ts';
import type { InitOptions } from './command.ts';
import { findingsText, nextText } from './findings-text.ts';
import { inspectFile } from './inspect-file.ts';
import { FOR_A_PERSON, literalOf } from './literal.ts';
import { literalText } from './literal-text.ts';

/** Where data sets are described. */
export interface Catalog {
  readonly folder: string;
  /** What is there already. */
  readonly names: readonly string[];
}

const OWN_CATALOG: Catalog = { folder: 'datasets', names: DATASETS.map(({ name }) => name) };

/**
 * Looks at a file, says what it found, and writes the literal of a data set.
 *
 * @throws UsageError where there is a data set of the name; SourceRefused where the file cannot be read, or in several ways
 */
export async function runInit(
  options: InitOptions,
  write: (text: string) => void = (text) => void process.stdout.write(visible(text)),
  { folder, names }: Catalog = OWN_CATALOG,
): Promise<void> {
  const name = options.name ?? nameFrom(basename(resolve(options.data)));
  const file = join(folder, `${name}.ts`);
  const isThere = names.includes(name) || existsSync(file);
  if (!options['dry-run']) refuseTaken({ name, isThere, isForced: options.force });
  const found = await inspectFile({ ...options, name }, Date.now());
  const doubts = [...refusals(found.settled, name), ...found.doubts];
  const text = await formatted(
    literalText(literalOf(found, options.data), basename(resolve(options.data)), [...doubts, ...FOR_A_PERSON]),
  );
  if (options['dry-run']) {
    write(text);
    return;
  }
  const index = join(folder, 'index.ts');
  const catalog = await formatted(withDataset(await readFile(index, 'utf8'), name));
  const { width } = terminalOf(process.stdout);
  write(`${laidOut(findingsText(found, [...doubts, ...FOR_A_PERSON]), width)}\n`);
  await writeFile(file, text);
  await writeFile(index, catalog);
  write(`${laidOut(nextText(found, { file, index, name }), width)}\n`);
}

function refuseTaken({
  name,
  isThere,
  isForced,
}: {
  readonly name: string;
  readonly isThere: boolean;
  readonly isForced: boolean;
}) {
  if (name === 'index') throw new UsageError("'index' is the list of data sets; give another name (--name)");
  if (isThere && !isForced) {
    throw new UsageError(
      `there is a data set '${name}' already; give another name (--name), or --force to write over it`,
    );
  }
}

/** By the rules that the project's own files have, wherever it is written. */
async function formatted(text: string): Promise<string> {
  return format(text, { ...(await resolveConfig(join('datasets', 'index.ts'))), parser: 'typescript' });
}
