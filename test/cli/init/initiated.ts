import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { initCommand } from '../../../cli/init/command.ts';
import { runInit } from '../../../cli/init/init.ts';
import { parseCommand } from '../../../cli/options.ts';
import { type Dataset, datasetSchema } from '../../../core/contracts/dataset.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

export interface Initiated {
  readonly said: string;
  /** What stands in the written literal. */
  readonly dataset: Dataset;
  readonly literal: string;
  readonly index: string;
  readonly data: string;
  readonly folder: string;
}

/** As it comes with the project, whatever else this checkout has. */
export const INDEX = (await readFile('datasets/index.ts', 'utf8'))
  .replace(/^import \{ (?!weather \})\w+ \} from '\.\/.*\n/gm, '')
  .replace(/(DATASETS: readonly Dataset\[\] = )\[[^\]]*\]/, '$1[weather]');

/** A folder of data sets, and a file beside it. */
export async function placed(name: string, text: string | Uint8Array) {
  const root = await temporaryFolder();
  const data = join(root, 'data', name);
  await mkdir(dirname(data), { recursive: true });
  await mkdir(join(root, 'datasets'));
  await writeFile(data, text);
  await writeFile(join(root, 'datasets', 'index.ts'), INDEX);
  return { data, folder: join(root, 'datasets') };
}

/** `npm run init` on a file that lies there. @throws what the command throws */
export async function initiate(
  { data, folder }: Awaited<ReturnType<typeof placed>>,
  ...args: readonly string[]
): Promise<Initiated> {
  const said: string[] = [];
  const options = parseCommand(initCommand, ['--data', data, ...args])!;
  // So wide that nothing is broken: what is said is looked for in it.
  process.env.COLUMNS = '9999';
  await runInit(options, (text) => void said.push(text), { folder, names: ['weather'] });
  delete process.env.COLUMNS;
  const index = await readFile(join(folder, 'index.ts'), 'utf8');
  const [, name = ''] = /Wrote \S*?([a-z0-9-]+)\.ts, /.exec(said.join('')) ?? [];
  const literal = options['dry-run'] ? said.join('') : await readFile(join(folder, `${name}.ts`), 'utf8');
  return { said: said.join(''), dataset: datasetIn(literal), literal, index, data, folder };
}

export async function initiated(
  name: string,
  text: string | Uint8Array,
  ...args: readonly string[]
): Promise<Initiated> {
  return initiate(await placed(name, text), ...args);
}

/** What the module gives to the schema, as it would when it is imported. */
function datasetIn(literal: string): Dataset {
  const [, argument] = /checkedDataset\((\{[\s\S]*\})\);\n$/.exec(literal) ?? [];
  return datasetSchema.parse(JSON.parse(runInNewContext(`JSON.stringify(${argument})`)));
}

/** The command that was printed, as a shell would hand it on. */
export function printedReplay(said: string): readonly string[] {
  const [, words] = /npm run replay -- (.*)/.exec(said) ?? [];
  return [...words.matchAll(/(?:'[^']*'|\\'|[^\s'\\])+/g)].map(([word]) =>
    word.replaceAll(/'([^']*)'|\\'/g, (_, quoted?: string) => quoted ?? "'"),
  );
}
