import { figure, plural } from '../../core/contracts/figures.ts';
import type { SelectionMetric } from '../../core/backtest/select.ts';
import { isSameRecipe, recipeName } from '../../core/train/recipe.ts';
import { textTable } from '../table.ts';
import type { View } from '../view.ts';
import { fateOf, type Fate, fateText } from './fate.ts';
import { productionLine } from './in-production.ts';
import type { Question } from './question.ts';
import { instant, type StagedVersion, stagedVersions } from './versions.ts';

function headerBy(metric: string): readonly string[] {
  const before = ['version', 'stage', 'was', 'recipe', 'fit', 'trained on', 'data'];
  return [...before, `cv ${metric}`, 'registered', 'description'];
}
const WORDS = [1, 2, 3, 4, 5, 8, 9];
const DESCRIPTION_LENGTH = 40;

/** The registered versions that the filters leave. */
export async function listView({ dataset, ports, options, place }: Question): Promise<View> {
  const all = await stagedVersions(ports, dataset);
  const history = await ports.production.history(dataset);
  const versions = all.filter(filterOf(options)).map((staged) => ({ ...staged, fate: fateOf(staged, history) }));
  const rows = options.all ? versions.map((staged) => ({ staged, before: 0 })) : withoutFollowed(versions);
  // As the newest of them was selected by: one column of one metric can be compared.
  const metric = versions.at(-1)?.version.recipe.selectionMetric ?? 'rmse';
  const left = versions.length - rows.length;
  const note =
    left === 0 ? '' : `; ${plural(left, 'refresh', 'refreshes')} that another one followed left out: --all shows them`;
  return {
    json: { dataset, versions: versions.map(({ version, stage, fate }) => ({ ...version, stage, ...fate })) },
    text:
      `${textTable(
        headerBy(metric),
        rows.map((row) => rowOf(row, metric)),
        WORDS,
      )}\n${versions.length} of ${all.length} versions of '${dataset}'${note}\n` +
      productionLine(history.at(-1), dataset, place),
  };
}

function filterOf({
  stage,
  'data-version': dataVersion,
  since,
}: Question['options']): (staged: StagedVersion) => boolean {
  return ({ version, stage: its }) =>
    (stage === undefined || its === stage) &&
    (dataVersion === undefined || version.training.tableVersion === dataVersion) &&
    version.version >= since;
}

interface FatedVersion extends StagedVersion {
  readonly fate: Fate;
}

interface Row {
  readonly staged: FatedVersion;
  /** Refreshes right before it that it stands for, too. */
  readonly before: number;
}

/** A refresh that the next one took the place of says nothing that this one does not; one that was refused does. */
function withoutFollowed(versions: readonly FatedVersion[]): readonly Row[] {
  const rows: Row[] = [];
  for (const staged of versions) {
    const last = rows.at(-1);
    if (last !== undefined && isFollowedBy(last.staged, staged)) {
      rows[rows.length - 1] = { staged, before: last.before + 1 };
    } else rows.push({ staged, before: 0 });
  }
  return rows;
}

function isFollowedBy({ version, fate }: FatedVersion, { version: next }: FatedVersion): boolean {
  const areRefreshes = version.refreshOf !== null && next.refreshOf !== null;
  return fate.followedBy === next.version && areRefreshes && isSameRecipe(version.recipe, next.recipe);
}

function rowOf({ staged: { version, stage, fate }, before }: Row, metric: SelectionMetric): readonly string[] {
  const { training, refreshOf, crossValidation, registeredAtMs, description } = version;
  return [
    String(version.version),
    stage,
    fateText(fate),
    recipeName(version),
    refreshOf === null ? 'selection' : before === 0 ? 'refresh' : `${before + 1} refreshes`,
    `${training.window.start}..${training.window.end}`,
    String(training.tableVersion),
    figure(crossValidation[metric]),
    instant(registeredAtMs),
    description.length > DESCRIPTION_LENGTH ? `${description.slice(0, DESCRIPTION_LENGTH - 3)}...` : description,
  ];
}
