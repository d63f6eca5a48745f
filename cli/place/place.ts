import { machineArn, machineName, stackName } from '../../core/contracts/names.ts';
import { shellWord } from '../../core/contracts/shell-word.ts';
import { findEnvironment } from '../../environments/index.ts';
import type { Environment } from '../../environments/environment.ts';
import { type OptionSpec, type ParsedOptions, requiredText, text, UsageError } from '../options.ts';

/** Where `npm start` works, and where these commands look unless they are told. */
const DEMO_FOLDER = 'out/demo';

/** The options that every command on a registry has. */
export const PLACE_OPTIONS = {
  dataset: { type: 'string', value: 'D', help: 'name of the data set (required)' },
  folder: {
    type: 'string',
    value: 'DIR',
    help: `output folder of npm start or npm run replay (default ${DEMO_FOLDER})`,
  },
  env: { type: 'string', value: 'ENV', help: 'AWS instead of a folder: dev, staging, prod' },
  json: { type: 'boolean', help: 'print one JSON document' },
} as const satisfies Readonly<Record<string, OptionSpec>>;

/** A platform that a command works on: a folder of this machine, or an environment in AWS. */
export type Place =
  { readonly on: 'folder'; readonly folder: string } | { readonly on: 'aws'; readonly environment: Environment };

export interface Target {
  readonly dataset: string;
  readonly place: Place;
}

/** @throws UsageError; EnvironmentInvalid for an unknown environment */
export function targetOf(options: ParsedOptions): Target {
  const dataset = requiredText(options, 'dataset', "the data set's name, as in 'weather'");
  const folder = text(options, 'folder');
  const name = text(options, 'env');
  if (name === undefined) return { dataset, place: { on: 'folder', folder: folder ?? DEMO_FOLDER } };
  if (folder !== undefined) throw new UsageError('--folder and --env are two places; give one of them');
  return { dataset, place: { on: 'aws', environment: findEnvironment(name) } };
}

/** For messages: 'out/demo', or 'the environment prod'. */
export function placeName(place: Place): string {
  return place.on === 'folder' ? place.folder : `the environment ${place.environment.name}`;
}

/** The options that name the place, for a command that a person is told to run. */
export function placeOption(place: Place): string {
  return place.on === 'folder' ? `--folder ${shellWord(place.folder)}` : `--env ${place.environment.name}`;
}

/** The state machine of an environment; its executions' ARNs begin alike. */
export function environmentMachineArn(environment: Environment, machine: string): string {
  return machineArn(environment, machineName(stackName(environment.name), machine));
}
