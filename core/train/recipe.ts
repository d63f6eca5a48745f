import type { Candidate, Dataset, HolidayPlace } from '../contracts/dataset.ts';
import { plural } from '../contracts/figures.ts';
import type { ModelVersion } from '../contracts/model-version.ts';
import { BLEND_CONSTANTS, type Recipe } from '../contracts/recipe.ts';
import { familyOf } from '../models/families.ts';
import type { KnownAhead } from '../models/family.ts';
import { canonicalJson } from '../signing/canonical-json.ts';

/** What the data set's literal asks for. */
export function recipeOf(dataset: Dataset): Recipe {
  const { recipe, candidates, selectionMetric, seasonLength, training, level, furtherLevels } = dataset;
  return {
    kind: recipe,
    candidates,
    ...(dataset.regressors.length === 0 ? {} : { regressors: dataset.regressors }),
    ...(dataset.holidays === null ? {} : { holidays: dataset.holidays }),
    selectionMetric,
    seasonLength,
    trainingLength: training.length,
    level,
    furtherLevels,
    constants: BLEND_CONSTANTS,
  };
}

/** What goes live where no recipe deserves it: the yardstick alone. */
export function naiveRecipe(dataset: Dataset, yardstick: Candidate): Recipe {
  return { ...recipeOf({ ...dataset, regressors: [], holidays: null }), kind: 'choice', candidates: [yardstick] };
}

/** In every part, the order of the candidates included; another spelling of the same options is the same recipe. */
export function isSameRecipe(a: Recipe, b: Recipe): boolean {
  return canonicalJson(a) === canonicalJson(b);
}

/** For people, where the version in Production is not what its data set's literal asks for, as after the way back; undefined where it is. */
export function describeOtherRecipe(
  dataset: Dataset,
  { version, recipe }: Pick<ModelVersion, 'version' | 'recipe'>,
): string | undefined {
  if (isSameRecipe(recipeOf(dataset), recipe)) return undefined;
  return `The data set's literal asks for another recipe than that of version ${version}: the next selection fits it, and the gates compare the two again`;
}

/**
 * A recipe, and the one that a model was fitted by, as texts that are equal where they are the same: the model knows a country's holidays by their
 * dates (resolve-holidays.ts).
 */
export function comparableTexts(asked: Recipe, fitted: Recipe): readonly [asked: string, fitted: string] {
  const hasCountry = asked.candidates.map(
    ({ family, options }) =>
      options.country !== undefined || (asked.holidays !== undefined && knows(family, 'holidays')),
  );
  const textOf = ({ candidates, ...rest }: Recipe) => {
    const known = candidates.map((candidate, k) => (hasCountry[k] === true ? withoutHolidays(candidate) : candidate));
    return canonicalJson({ ...rest, candidates: known });
  };
  return [textOf(asked), textOf(fitted)];
}

/** Whether the candidates are those that the data set's literal has, in its order, with the options that they were tried with. */
export function areAskedFor(dataset: Dataset, tried: readonly Candidate[]): boolean {
  const recipe = recipeOf(dataset);
  const [asked, found] = comparableTexts(recipe, { ...recipe, candidates: [...tried] });
  return asked === found;
}

function withoutHolidays({ options, ...candidate }: Candidate): Candidate {
  const kept = Object.entries(options).filter(([option]) => option !== 'country' && option !== 'holidays');
  return { ...candidate, options: Object.fromEntries(kept) };
}

function knows(family: Candidate['family'], what: KnownAhead): boolean {
  return familyOf(family).learnsFrom.includes(what);
}

/** One sentence for people on what of the data set which candidates, or none, can learn from; undefined where all learn from all. */
export function describeIgnored({
  recipe: { candidates, regressors = [], holidays },
  training: { features },
}: Pick<ModelVersion, 'recipe' | 'training'>): string | undefined {
  const ignoring = (what: KnownAhead) =>
    candidates.filter(({ family }) => !knows(family, what)).map(({ name }) => name);
  const parts = [
    ...(regressors.length === 0
      ? []
      : [{ what: `the regressors ${regressors.join(', ')}`, by: ignoring('regressors') }]),
    ...(holidays === undefined ? [] : [{ what: `the holidays of ${placeName(holidays)}`, by: ignoring('holidays') }]),
  ].filter(({ by }) => by.length > 0);
  const clauses = [...parts.map(({ what, by }) => `${by.join(', ')}: without ${what}`), ...(features?.notes ?? [])];
  return clauses.length === 0 ? undefined : clauses.join('; ');
}

function placeName({ country, subdivision }: HolidayPlace): string {
  return subdivision === undefined ? country : `${country}-${subdivision}`;
}

/** What a version knows ahead, as people read it; undefined where it is nothing. */
export function describeKnown({ recipe, training: { features } }: Pick<ModelVersion, 'recipe' | 'training'>) {
  const { regressors = [], holidays } = recipe;
  if (features === undefined || (regressors.length === 0 && holidays === undefined)) return undefined;
  const hash = features.holidaysSha256;
  return [
    ...(regressors.length === 0 ? [] : [`regressors ${regressors.join(', ')}`]),
    ...(holidays === undefined
      ? []
      : [`holidays of ${placeName(holidays)}${hash === null ? '' : ` (${hash.slice(0, 12)})`}`]),
    `features at version ${features.tableVersion}`,
  ].join('; ');
}

/** As people read it: 'blend of 7 candidates', or the chosen candidate's name. */
export function recipeName({ recipe, selection }: Pick<ModelVersion, 'recipe' | 'selection'>): string {
  const { kind, candidates } = recipe;
  return kind === 'choice' ? selection.chosen : `${kind} of ${plural(candidates.length, 'candidate')}`;
}
