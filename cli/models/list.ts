import { figure } from '../../core/contracts/figures.ts';
import { textTable } from '../table.ts';
import type { View } from '../view.ts';
import type { Question } from './question.ts';
import { instant, type StagedVersion, stagedVersions } from './versions.ts';

const HEADER = ['version', 'stage', 'candidate', 'trained on', 'data', 'cv rmse', 'registered', 'description'];
const WORDS = [1, 2, 3, 6, 7];
const DESCRIPTION_LENGTH = 40;

/** The registered versions that the filters leave. */
export async function listView({ dataset, ports, options }: Question): Promise<View> {
  const wanted = filterOf(options);
  const all = await stagedVersions(ports, dataset);
  const versions = all.filter(wanted);
  const table = textTable(HEADER, versions.map(rowOf), WORDS);
  return {
    json: { dataset, versions: versions.map(({ version, stage }) => ({ ...version, stage })) },
    text: `${table}\n${versions.length} of ${all.length} versions of '${dataset}'`,
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

function rowOf({ version, stage }: StagedVersion): readonly string[] {
  const { chosen, training, registeredAtMs, description } = version;
  return [
    String(version.version),
    stage,
    chosen.candidate.name,
    `${training.window.start}..${training.window.end}`,
    String(training.tableVersion),
    figure(chosen.crossValidation.rmse),
    instant(registeredAtMs),
    description.length > DESCRIPTION_LENGTH ? `${description.slice(0, DESCRIPTION_LENGTH - 3)}...` : description,
  ];
}
