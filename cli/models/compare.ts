import { hanging, textTable } from '../table.ts';
import type { View } from '../view.ts';
import type { Question } from './question.ts';
import { type Facts, factsOf } from './facts.ts';
import { UsageError } from '../errors.ts';
import { stagedVersion, type StagedVersion, versionOption } from './versions.ts';

interface ComparedField {
  readonly field: string;
  readonly a: string;
  readonly b: string;
  readonly differs: boolean;
}

/** Two versions side by side. */
export async function compareView({ dataset, ports, options }: Question): Promise<View> {
  const [a, b] = [versionOption(options.version, 'version'), versionOption(options.with, 'with')];
  if (a === b) throw new UsageError(`--version and --with name the same version, ${a}; name two that may differ`);
  const fields = compareFacts(
    comparable(await stagedVersion(ports, dataset, a)),
    comparable(await stagedVersion(ports, dataset, b)),
  );
  // Dozens of libraries that are the same would hide what matters.
  const shown = fields.filter(({ field, differs }) => differs || !field.startsWith(LIBRARY));
  const [short, long] = [shown.filter(isShort), shown.filter((field) => !isShort(field))];
  const rows = short.map((row) => [row.differs ? '*' : '', row.field, row.a, row.b]);
  const differing = fields.filter(({ differs }) => differs).length;
  return {
    json: { dataset, a, b, fields },
    text:
      `${textTable(['', 'field', `version ${a}`, `version ${b}`], rows, [0, 1, 2, 3])}\n\n` +
      `${long.map((field) => paragraphOf(field, a, b)).join('\n')}\n\n` +
      `${differing} of ${fields.length} fields differ (*)${shown.length < fields.length ? '; libraries that are the same are left out' : ''}`,
  };
}

const LIBRARY = 'library ';

/** A terminal's usual width holds two such values beside the field's name; what is longer stands below the table. */
const LONGEST_IN_TABLE = 28;

function isShort({ field, a, b }: ComparedField): boolean {
  return Math.max(field.length, a.length, b.length) <= LONGEST_IN_TABLE;
}

function paragraphOf({ field, a, b, differs }: ComparedField, left: number, right: number): string {
  const title = `${differs ? '*' : ' '}  ${field}`;
  const values = differs
    ? ([
        [`version ${left}`, a],
        [`version ${right}`, b],
      ] as const)
    : ([['both', a]] as const);
  const width = Math.max(...values.map(([label]) => label.length)) + 2;
  return [title, ...values.map(([label, value]) => hanging(`     ${label.padEnd(width)}`, value))].join('\n');
}

/** The facts, with a line a library. */
function comparable(staged: StagedVersion): Facts {
  const facts = Object.entries(factsOf(staged)).filter(([field]) => field !== 'libraries');
  const libraries = Object.entries(staged.version.code.libraries);
  return Object.fromEntries([...facts, ...libraries.map(([name, version]) => [LIBRARY + name, version])]);
}

function compareFacts(left: Facts, right: Facts): readonly ComparedField[] {
  const fields = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  return fields.map((field) => {
    const [a, b] = [left[field] ?? '-', right[field] ?? '-'];
    return { field, a, b, differs: a !== b };
  });
}
