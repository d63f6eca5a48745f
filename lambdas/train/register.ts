import type * as z from 'zod';
import type { Dataset } from '../../core/contracts/dataset.ts';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import type { NewModelVersion } from '../../core/contracts/model-version.ts';
import { quarantineShare } from '../../core/contracts/steps/counts.ts';
import { registerStep } from '../../core/contracts/steps/train.ts';
import { tablePath } from '../../core/contracts/tables.ts';
import { decodeModelHeader, MODEL_FILE, type ModelHeader } from '../../core/models/model-file.ts';
import { schemaOf } from '../../core/promote/version-schema.ts';
import type { Ports } from '../../core/ports.ts';
import { type ObjectStore, uriOf } from '../../core/ports.ts';
import { periodRange } from '../../core/series/period-range.ts';
import { canonicalJson } from '../../core/signing/canonical-json.ts';
import { type FittedIds, missingSeries } from '../../core/train/missing-series.ts';
import type { FittedRecipe } from '../../core/train/plan-training.ts';
import { comparableTexts } from '../../core/train/recipe.ts';
import {
  FAILED_SERIES_FILE,
  type FailedSeries,
  failedSeriesSchema,
  type FitSummary,
} from '../../core/train/training-summary.ts';
import { deliveredSeries } from '../../lake/delivered-series.ts';
import { readFitSummary, requireNamed } from '../../lake/finished-training.ts';
import { readModelFile, uniqueIdsOf } from '../../lake/model-files.ts';
import { sha256 } from '../../tables/sha256.ts';
import { locate } from '../../lake/object-uri.ts';
import { recipeToFit } from '../../lake/recipe-to-fit.ts';
import { onAws } from '../shell.ts';
import { signVersion } from '../../lake/signing/sign-version.ts';
import { track } from './register/track.ts';

const NEWLINE = 10;

type Input = z.infer<typeof registerStep.input>;
type Output = z.infer<typeof registerStep.output>;

/**
 * Registers the fitted recipe, with everything that one needs to know to trust it or to make it again, signs its files, and only then
 * offers it for promotion. Asked a second time, it gives what the run registered the first time, and finishes what was left undone.
 */
export async function run(
  input: Input,
  ports: Pick<Ports, 'stores' | 'datasets' | 'registry' | 'signer' | 'tracker' | 'clock' | 'build'>,
): Promise<Output> {
  const { registry } = ports;
  const registered = await registry.register(await newVersion(input, ports));
  await signVersion(registered, ports);
  const stage = await registry.stage(input.dataset, registered.version);
  if (stage === 'None') await registry.setStage(input.dataset, registered.version, 'Staging');
  await track({ model: registered, ...input }, ports);
  const { version, artifactSha256, selection } = registered;
  return { modelVersion: version, artifactSha256, selection };
}

export const handler = onAws(registerStep, run);

async function newVersion(
  input: Input,
  { datasets, stores, registry, build, tracker }: Pick<Ports, 'datasets' | 'stores' | 'registry' | 'build' | 'tracker'>,
): Promise<NewModelVersion> {
  const dataset = datasets.find(input.dataset);
  const fitted = await recipeToFit(dataset, input, registry);
  const { recipe, selection } = fitted;
  const { description, owner, intendedUse, tags } = dataset;
  return {
    dataset: input.dataset,
    runId: input.runId,
    description,
    owner,
    intendedUse,
    tags,
    ...(await artifactOf(input, fitted, { stores, dataset })),
    recipe,
    selection,
    refreshOf: input.refreshOf,
    training: {
      table: uriOf(stores.silver, tablePath(input.dataset, 'series')),
      tableVersion: input.silverVersion,
      window: input.range,
      ...featuresOf(input),
    },
    schema: schemaOf(dataset),
    contract: {
      quarantinedShare: quarantineShare(input.counts),
      maxQuarantineShare: dataset.contract.maxQuarantineShare,
    },
    forecast: input.forecast,
    code: { commit: build.commit, image: build.image, libraries: build.libraries },
    ...(tracker.uri === undefined ? {} : { tracking: { uri: tracker.uri } }),
  };
}

function featuresOf({ features }: Input): Pick<NewModelVersion['training'], 'features'> {
  if (features === null) return {};
  const { tableVersion, holidaysSha256, notes } = features;
  return { features: { tableVersion, holidaysSha256, ...(notes.length === 0 ? {} : { notes }) } };
}

/** What the job left, and says of it. @throws ArtifactMismatch where it fitted something else than is registered */
async function artifactOf(
  { artifactUri, summarySha256, range, silverVersion }: Input,
  asked: FittedRecipe,
  { stores, dataset }: Pick<Ports, 'stores'> & { readonly dataset: Dataset },
) {
  const { store, key } = locate(stores, artifactUri);
  const summary = await readFitSummary(stores, { artifactUri, summarySha256 });
  const { seriesTrained, seriesFailed } = summary;
  const crossValidation = { ...summary.crossValidation, ...rowsOf(asked.selection) };
  const model = await readModelFile(stores, artifactUri);
  requireNamed(sha256(model), summary.modelSha256, `${artifactUri}${MODEL_FILE}`);
  const header = headerOf(model);
  requireFitted(header, { ...asked, start: range.start });
  const failed = summary.seriesFailed === 0 ? [] : await readFailed(store, key, summary);
  const { silent, simplest } = summary;
  const fitted = { forecast: new Set(uniqueIdsOf(model)), failed, silent };
  const missing = await missingOf(fitted, header, { stores, dataset, silverVersion });
  return {
    artifactUri,
    artifactSha256: sha256(model),
    crossValidation,
    seriesTrained,
    seriesFailed,
    ...(simplest === undefined ? {} : { simplest }),
    missing,
  };
}

interface Asking extends Pick<Ports, 'stores'> {
  readonly dataset: Dataset;
  readonly silverVersion: number;
}

/** Once a run, where everything is known: what was delivered against what is forecast. */
async function missingOf(
  fitted: FittedIds,
  { frequency, phase, training, nearPeriods }: ModelHeader,
  { stores, dataset, silverVersion }: Asking,
): Promise<NewModelVersion['missing']> {
  const axis = { frequency, phase };
  const window = periodRange(axis, training);
  const delivered = await deliveredSeries(stores, dataset, { silverVersion, last: window.last });
  return missingSeries(delivered, fitted, { axis, training: window, cadencePeriods: nearPeriods });
}

async function readFailed(
  store: ObjectStore,
  folder: string,
  { failedSha256 }: FitSummary,
): Promise<readonly FailedSeries[]> {
  const key = `${folder}/${FAILED_SERIES_FILE}`;
  const body = await store.read(key);
  requireNamed(sha256(body), failedSha256, uriOf(store, key));
  const lines = new TextDecoder().decode(body).trimEnd();
  return lines.split('\n').map((line) => failedSeriesSchema.parse(JSON.parse(line)));
}

/** How many rows the selection had to score: the fit knows those that were. */
function rowsOf({ trials }: FittedRecipe['selection']): Pick<NewModelVersion['crossValidation'], 'pointsInAll'> {
  const counted = trials.flatMap(({ crossValidation: { pointsInAll } }) => pointsInAll ?? []);
  return counted.length === 0 ? {} : { pointsInAll: Math.max(...counted) };
}

function headerOf(model: Uint8Array): ModelHeader {
  return decodeModelHeader(new TextDecoder().decode(model.subarray(0, model.indexOf(NEWLINE))));
}

interface Asked extends FittedRecipe {
  /** Of the training window. */
  readonly start: string;
}

/** What was planned may have been another recipe than it is by now: a version never says that it is what it is not. */
function requireFitted(model: ModelHeader, { recipe, selection, start }: Asked): void {
  const [asked, fitted] = comparableTexts(recipe, model.recipe);
  const allowed = factsOf(selection, start, asked);
  const got = factsOf(model, model.training.start, fitted);
  if (got === allowed) return;
  throw new PlatformError(ERROR_NAMES.artifactMismatch, {
    problem: 'the model that was fitted is not of the recipe, the selection and the window that are to be registered',
    got,
    allowed,
    hint: 'the data set was changed while it was trained, or the plan of its fit was: train again',
  });
}

function factsOf(
  { chosen, yardstick }: Pick<ModelHeader, 'chosen' | 'yardstick'>,
  start: string,
  recipe: string,
): string {
  return `from ${start} on, ${chosen} against the ${canonicalJson(yardstick)}, ${recipe}`;
}
