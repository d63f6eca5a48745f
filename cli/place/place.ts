import * as z from 'zod';
import { placeWords } from '../../core/contracts/command-words.ts';
import type { Environment, PlatformEnvironment } from '../../environments/environment.ts';
import { ENVIRONMENTS, findPlatform } from '../../environments/index.ts';
import { DATASETS } from '../../datasets/index.ts';
import { nearestName } from '../../core/ingest/nearest-name.ts';
import { UsageError } from '../errors.ts';

/** Where `npm start` works, and where these commands look unless they are told. */
const DEMO_FOLDER = 'out/demo';

/** The options that every command on a registry has. */
export const placeOptions = {
  dataset: z
    .string()
    .min(1)
    .meta({ placeholder: 'D', description: 'name of the data set', examples: ['weather'] }),
  folder: z
    .string()
    .min(1)
    .optional()
    .meta({
      placeholder: 'DIR',
      description: `output folder of npm start or npm run replay (default ${DEMO_FOLDER})`,
    }),
  env: z.enum(Object.keys(ENVIRONMENTS)).optional().meta({
    placeholder: 'ENV',
    description: 'AWS instead of a folder',
  }),
  json: z.boolean().default(false).meta({ description: 'print one JSON document' }),
};

/** A platform that a command works on: a folder of this machine, or an environment in AWS. */
export type Place = FolderPlace | { readonly on: 'aws'; readonly environment: Environment };

interface FolderPlace {
  readonly on: 'folder';
  readonly folder: string;
}

interface PlatformPlace {
  readonly on: 'aws';
  readonly environment: PlatformEnvironment;
}

export interface Target {
  readonly dataset: string;
  readonly place: Place;
}

interface Named {
  readonly folder?: string | undefined;
  readonly env?: string | undefined;
}

/** @throws UsageError; EnvironmentInvalid where the environment's literal breaks a rule */
export function targetOf({ dataset, ...named }: Named & { readonly dataset: string }): Target {
  const place = placeOf(named);
  if (place.on === 'aws' && !place.environment.datasets.includes(dataset)) throw notThere(dataset, place.environment);
  return { dataset, place };
}

/** @throws UsageError; EnvironmentInvalid where the environment's literal breaks a rule */
export function placeOf({ folder, env }: Named): FolderPlace | PlatformPlace {
  if (env === undefined) return { on: 'folder', folder: folder ?? DEMO_FOLDER };
  if (folder !== undefined) throw new UsageError('--folder and --env are two places; give one of them');
  return { on: 'aws', environment: findPlatform(env) };
}

/** Rights, schedules and tables come from the environment's list. */
function notThere(dataset: string, { name, datasets }: PlatformEnvironment): UsageError {
  const isListed = DATASETS.some((one) => one.name === dataset);
  return new UsageError(
    `--dataset '${dataset}' is not in the environment ${name}, which has ${datasets.join(', ')}` +
      (isListed
        ? `: add it to 'datasets' in environments/${name}.ts, and deploy`
        : `; did you mean '${nearestName(dataset, datasets) ?? ''}'?`),
  );
}

/** For messages: 'out/demo', or 'the environment prod'. */
export function placeName(place: Place): string {
  return place.on === 'folder' ? place.folder : `the environment ${place.environment.name}`;
}

/** The options that name the place, for a command that a person is told to run. */
export function placeOption(place: Place): string {
  return place.on === 'folder' ? placeWords.folder(place.folder) : placeWords.environment(place.environment.name);
}
