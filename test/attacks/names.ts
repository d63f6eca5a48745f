import { checkComplianceStep, rollBackStep } from '../../core/contracts/steps/promote.ts';
import { checkedDataset } from '../../core/contracts/checked-dataset.ts';
import { catalogOf, DATASETS } from '../../datasets/index.ts';
import { weather } from '../../datasets/weather.ts';
import { localObjectStore } from '../../adapters/files/object-store.ts';
import { runStep } from '../../lambdas/shell.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import type { Attack } from './attack.ts';

const CHALLENGER = { dataset: 'weather', runId: 'run-1', modelVersion: 2 };
const ROLL_BACK = { dataset: 'weather', runId: 'run-1', by: 'somebody', reason: 'because' };

function asked(name: string, change: object, says: string): Attack {
  const left = { complianceSha256: '0'.repeat(64), summarySha256: null };
  const complies = async () => ({ complies: true, way: 'change' as const, ...left });
  return {
    name: `asks a step for ${name}`,
    refusedBy: 'StepInputInvalid',
    says,
    attempt: () => runStep(checkComplianceStep, complies, { event: { ...CHALLENGER, ...change }, host: () => ({}) }),
  };
}

function rolledBack(name: string, change: object, says: string): Attack {
  const done = async () => ({ from: 2, to: 1, revision: 3 });
  return {
    name: `asks the roll-back for ${name}`,
    refusedBy: 'StepInputInvalid',
    says,
    attempt: () => runStep(rollBackStep, done, { event: { ...ROLL_BACK, ...change }, host: () => ({}) }),
  };
}

function dataset(name: string, wanted: string): Attack {
  return {
    name: `asks for ${name}`,
    refusedBy: 'DatasetUnknown',
    says: 'there is no data set of this name',
    attempt: async () => catalogOf(DATASETS).find(wanted),
  };
}

function literal(name: string, wanted: string): Attack {
  return {
    name: `names a data set ${name}`,
    refusedBy: 'DatasetInvalid',
    says: 'name:',
    attempt: async () => checkedDataset({ ...weather, name: wanted }),
  };
}

function key(name: string, wanted: string): Attack {
  return {
    name: `reads ${name} through a bucket on a laptop`,
    refusedBy: 'RangeError',
    says: 'object key refused',
    attempt: async () => localObjectStore(await temporaryFolder(), 'artifacts').read(wanted),
  };
}

export const NAMES: readonly Attack[] = [
  asked('a run whose id leads out of its folder', { runId: '../../registry/weather' }, 'runId'),
  asked('a run whose id is the folder above', { runId: '..' }, 'runId'),
  asked('a run whose id ends in a dot, as its twin on Windows', { runId: 'run-1.' }, 'runId'),
  asked('a run whose id reads like another in full-width letters', { runId: '\uff52un-1' }, 'runId'),
  asked('a run whose id has an invisible character', { runId: 'run\u200b-1' }, 'runId'),
  asked('a run whose id begins a line of its own in a log', { runId: 'run-1\nERROR all is lost' }, 'runId'),
  asked('a run whose id turns the direction of writing', { runId: '\u202e1-nur' }, 'runId'),
  asked('a run whose id has an escape sequence', { runId: '\u001b[2J' }, 'runId'),
  asked('a run whose id is longer than a key takes', { runId: 'r'.repeat(65) }, 'runId'),
  asked('a run whose id is a pattern of a policy', { runId: '*' }, 'runId'),
  asked('a replay whose id leads out of its folder', { replay: '../registry' }, 'replay'),
  asked('a replay that is no name, so that its work would be the data set’s own', { replay: null }, 'replay'),
  asked('a version between two versions', { modelVersion: 1.5 }, 'modelVersion'),
  asked('a version that is a text', { modelVersion: '2' }, 'modelVersion'),
  asked('the version before the first', { modelVersion: 0 }, 'modelVersion'),
  asked('a version that no number can count', { modelVersion: 2 ** 60 }, 'modelVersion'),
  asked('a check that it does not have, to be let off others', { exempt: true }, 'exempt'),
  rolledBack('a version by the name of the pointer', { to: 'production' }, 'to'),
  rolledBack('a report of its own', { evidence: { reportUri: 's3://artifacts/mine' } }, 'evidence'),
  dataset('a data set by another case of its name', 'Weather'),
  dataset('a data set by its name and a dot', 'weather.'),
  dataset('a data set by its name and a space', 'weather '),
  dataset('a data set by its name with a Cyrillic letter', 'w\u0435ather'),
  dataset('a data set by the folder beside it', '../weather'),
  dataset('what every object has', '__proto__'),
  literal('by a path', '../weather'),
  literal('in capitals, the twin of another on a laptop', 'Weather'),
  literal('by the pattern of all', '*'),
  literal('with a line end', 'weather\n'),
  literal('in letters that look like others', 'w\u0435ather'),
  key('a file above it', '../../etc/passwd'),
  key('a file by its absolute path', '/etc/passwd'),
  key('the object that is being replaced', 'registry/weather/production.json.replacing'),
  key('a draft beside a model', 'models/model.jsonl.draft-00000000-0000-0000-0000-000000000000'),
];
