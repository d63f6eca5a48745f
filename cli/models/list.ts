import { figure, plural } from '../../core/contracts/figures.ts';
import { isSameRecipe, recipeName } from '../../core/train/recipe.ts';
import { textTable } from '../table.ts';
import type { View } from '../view.ts';
import { productionLine } from './in-production.ts';
import type { Question } from './question.ts';
import { instant, type StagedVersion, stagedVersions } from './versions.ts';

const HEADER = ['version', 'stage', 'recipe', 'fit', 'trained on', 'data', 'cv rmse', 'registered', 'description'];
const WORDS = [1, 2, 3, 4, 7, 8];
const DESCRIPTION_LENGTH = 40;

/** The registered versions that the filters leave. */
export async function listView({ dataset, ports, options, place }: Question): Promise<View> {
  const all = await stagedVersions(ports, dataset);
  const versions = all.filter(filterOf(options));
  const rows = options.all ? versions.map((staged) => ({ staged, before: 0 })) : withoutFollowed(versions);
  const left = versions.length - rows.length;
  const note =
    left === 0 ? '' : `; ${plural(left, 'refresh', 'refreshes')} that another one followed left out: --all shows them`;
  const present = await ports.production.read(dataset);
  return {
    json: { dataset, versions: versions.map(({ version, stage }) => ({ ...version, stage })) },
    text:
      `${textTable(HEADER, rows.map(rowOf), WORDS)}\n${versions.length} of ${all.length} versions of '${dataset}'${note}\n` +
      productionLine(present, dataset, place),
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

interface Row {
  readonly staged: StagedVersion;
  /** Refreshes right before it that it stands for, too. */
  readonly before: number;
}

/** A refresh that was archived when the next one came says nothing that this one does not. */
function withoutFollowed(versions: readonly StagedVersion[]): readonly Row[] {
  const rows: Row[] = [];
  for (const staged of versions) {
    const last = rows.at(-1);
    if (last !== undefined && isFollowedBy(last.staged, staged)) {
      rows[rows.length - 1] = { staged, before: last.before + 1 };
    } else rows.push({ staged, before: 0 });
  }
  return rows;
}

function isFollowedBy({ version, stage }: StagedVersion, { version: next }: StagedVersion): boolean {
  const areRefreshes = version.refreshOf !== null && next.refreshOf !== null;
  return stage === 'Archived' && areRefreshes && isSameRecipe(version.recipe, next.recipe);
}

function rowOf({ staged: { version, stage }, before }: Row): readonly string[] {
  const { training, refreshOf, crossValidation, registeredAtMs, description } = version;
  return [
    String(version.version),
    stage,
    recipeName(version),
    refreshOf === null ? 'selection' : before === 0 ? 'refresh' : `${before + 1} refreshes`,
    `${training.window.start}..${training.window.end}`,
    String(training.tableVersion),
    figure(crossValidation.rmse),
    instant(registeredAtMs),
    description.length > DESCRIPTION_LENGTH ? `${description.slice(0, DESCRIPTION_LENGTH - 3)}...` : description,
  ];
}
