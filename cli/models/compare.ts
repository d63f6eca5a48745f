import { trialsTable, trialText } from './trials.ts';
import { plural } from '../../core/contracts/figures.ts';
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
  const staged = await stagedVersion(ports, dataset, a);
  const fields = compareFacts(comparable(staged), comparable(await stagedVersion(ports, dataset, b)));
  const [differing, same] = [fields.filter(({ differs }) => differs), fields.filter(({ differs }) => !differs)];
  // Dozens of libraries that are the same would hide what matters.
  const libraries = same.filter(({ field }) => field.startsWith(LIBRARY));
  const candidates = same.filter(({ field }) => field.startsWith(CANDIDATE));
  const others = same.filter((field) => !libraries.includes(field) && !candidates.includes(field));
  const isSame = (name: string): boolean => candidates.some(({ field }) => field === CANDIDATE + name);
  return {
    json: { dataset, a, b, fields },
    text: [
      `${differing.length} of ${plural(fields.length, 'field')} of versions ${a} and ${b} of '${dataset}' differ.`,
      '',
      {
        table: {
          columns: [{ title: 'field' }, { title: `version ${a}` }, { title: `version ${b}` }],
          rows: differing.map(({ field, a: left, b: right }) => ({ cells: [field, left, right] })),
        },
      },
      ...(differing.length === 0 ? [] : ['']),
      'The same in both:',
      { facts: others.map(({ field, a: value }) => [field, value] as const) },
      ...(candidates.length === 0 ? [] : ['', { table: trialsTable(staged.version, isSame) }]),
      ...(libraries.length === 0 ? [] : ['', `And ${plural(libraries.length, 'library', 'libraries')}.`]),
    ],
  };
}

const CANDIDATE = 'candidate ';
const LIBRARY = 'library ';

/** The facts, with a line a candidate and a line a library. */
function comparable(staged: StagedVersion): Facts {
  const facts = Object.entries(factsOf(staged)).filter(([field]) => field !== 'libraries');
  const { selection, recipe, code } = staged.version;
  const trials = selection.trials.map(
    (trial) => [CANDIDATE + trial.candidate.name, trialText(trial, recipe.selectionMetric)] as const,
  );
  const libraries = Object.entries(code.libraries).map(([name, version]) => [LIBRARY + name, version] as const);
  return Object.fromEntries([...facts, ...trials, ...libraries]);
}

function compareFacts(left: Facts, right: Facts): readonly ComparedField[] {
  const fields = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  return fields.map((field) => {
    const [a, b] = [left[field] ?? '-', right[field] ?? '-'];
    return { field, a, b, differs: a !== b };
  });
}
