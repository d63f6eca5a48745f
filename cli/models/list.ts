import { figure, plural } from '../../core/contracts/figures.ts';
import type { SelectionMetric } from '../../core/backtest/select.ts';
import { isSameRecipe, recipeName } from '../../core/train/recipe.ts';
import type { Column } from '../table.ts';
import type { View } from '../view.ts';
import { fateOf, type Fate } from './fate.ts';
import { brokenLines, productionLines } from './in-production.ts';
import type { Question } from './question.ts';
import { instant, type StagedVersion, stagedVersions } from './versions.ts';

function columnsBy(metric: SelectionMetric): readonly Column[] {
  return [
    { title: 'version', isFigure: true },
    { title: 'stage' },
    { title: 'live' },
    { title: 'fit' },
    { title: 'trained to' },
    { title: `cv ${metric}`, isFigure: true },
    { title: 'registered', isShared: true },
    { title: 'recipe', isShared: true },
    { title: 'data version', isShared: true },
    { title: 'description', isShared: true },
  ];
}

/** The registered versions that the filters leave. */
export async function listView({ dataset, ports, options, place }: Question): Promise<View> {
  const all = await stagedVersions(ports, dataset);
  const audit = await ports.production.audit(dataset, ports);
  const history = audit.moves;
  const versions = all.filter(filterOf(options)).map((staged) => ({ ...staged, fate: fateOf(staged, history) }));
  const rows = options.all ? versions.map((staged) => ({ staged, before: 0 })) : withoutFollowed(versions);
  // As the newest of them was selected by: one column of one metric can be compared.
  const metric = versions.at(-1)?.version.recipe.selectionMetric ?? 'rmse';
  const left = versions.length - rows.length;
  const note =
    left === 0 ? '' : `; ${plural(left, 'refresh', 'refreshes')} that another one followed left out: --all shows them`;
  return {
    json: { dataset, versions: versions.map(({ version, stage, fate }) => ({ ...version, stage, ...fate })) },
    text: [
      { table: { columns: columnsBy(metric), rows: rows.map((row) => ({ cells: cellsOf(row, metric) })) } },
      '',
      `${versions.length} of ${all.length} versions of '${dataset}'${note}`,
      ...productionLines(history.at(-1), dataset, place),
      ...brokenLines(audit, dataset, place),
    ],
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

function cellsOf({ staged: { version, stage, fate }, before }: Row, metric: SelectionMetric): readonly string[] {
  const { training, refreshOf, crossValidation, registeredAtMs, description } = version;
  return [
    String(version.version),
    stage,
    liveText(fate),
    refreshOf === null ? 'selection' : before === 0 ? 'refresh' : `${before + 1} refreshes`,
    training.window.end,
    figure(crossValidation[metric]),
    // The day: show has the minute.
    instant(registeredAtMs).slice(0, 10),
    recipeName(version),
    String(training.tableVersion),
    description,
  ];
}

/** Whether it is live, or until when it was. */
function liveText({ was, followedBy }: Fate): string {
  switch (was) {
    case 'live':
      return 'now';
    case 'once live':
      return `until ${followedBy}`;
    case 'never live':
      return 'never';
    default:
      return was;
  }
}
