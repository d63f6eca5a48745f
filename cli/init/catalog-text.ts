import { UsageError } from '../errors.ts';
import { constantOf } from './literal-text.ts';

const LIST = /(export const DATASETS: readonly Dataset\[\] = \[)([^\]]*)(\];)/;

/** datasets/index.ts with one data set more; as it is where it lists it already. @throws UsageError where its list is written otherwise */
export function withDataset(catalog: string, name: string): string {
  const constant = constantOf(name);
  const [, before, listed, after] = LIST.exec(catalog) ?? [];
  if (listed === undefined) {
    throw new UsageError(
      `datasets/index.ts has no line 'export const DATASETS: readonly Dataset[] = [...];'; add ${constant} of ./${name}.ts by hand`,
    );
  }
  const entries = listed
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  if (entries.includes(constant)) return catalog;
  const imported = [...catalog.matchAll(/^import (?:type )?\{([^}]*)\}/gm)].flatMap(([, names]) =>
    names.split(',').map((one) => one.trim()),
  );
  if (imported.includes(constant)) {
    throw new UsageError(`datasets/index.ts has another '${constant}' already; give another name (--name)`);
  }
  const imports = [...catalog.matchAll(/^import .*;$/gm)];
  const last = imports.at(-1);
  const end = last === undefined ? 0 : last.index + last[0].length;
  const line = `${last === undefined ? '' : '\n'}import { ${constant} } from './${name}.ts';`;
  const added = `${catalog.slice(0, end)}${line}${catalog.slice(end)}`;
  return added.replace(LIST, () => `${before}${[...entries, constant].join(', ')}${after}`);
}
