import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as z from 'zod';
import { type FitPlan, fitPlanSchema } from '../../core/blend/fit-plan.ts';
import { decodeLook } from '../../core/blend/look-file.ts';
import { lookOfRecipe, LOOKS_OF_ERRORS, type RecipeLook, type SeriesLooks } from '../../core/blend/looks.ts';
import { type CandidatePointErrors, pointErrors, seriesPointErrors } from '../../core/blend/point-errors.ts';
import { panelErrors, type WeighedErrors } from '../../core/blend/weigh-series.ts';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import { FIT_PLAN_FILE } from '../../core/contracts/keys.ts';
import { decodePoints, digestOfDigests } from './points.ts';
import { sha256 } from '../../tables/sha256.ts';

/**
 * The channel of a fit: objects below the folder by their keys, and the plan among them, which names all others by their hashes.
 *
 * @param planned undefined where nobody says what the plan was
 * @throws ArtifactMismatch
 */
export function readFitPlan(memory: string, planned?: string): FitPlan {
  const paths = existsSync(memory) ? readdirSync(memory, { recursive: true, encoding: 'utf8' }) : [];
  const found = paths.filter((path) => basename(path) === FIT_PLAN_FILE);
  if (found.length !== 1) {
    throw new PlatformError(ERROR_NAMES.artifactMismatch, {
      problem: `a fit needs one ${FIT_PLAN_FILE} in its channel 'memory'`,
      got: found,
      hint: 'the step that plans the fit writes it, and names it in the manifest of the channel',
    });
  }
  const body = readFileSync(join(memory, found[0]));
  if (planned !== undefined) requireAsPlanned(FIT_PLAN_FILE, sha256(body), planned);
  const parsed = fitPlanSchema.safeParse(JSON.parse(body.toString()));
  if (parsed.success) return parsed.data;
  throw new PlatformError(ERROR_NAMES.artifactMismatch, {
    problem: `${FIT_PLAN_FILE} cannot be read (${z.prettifyError(parsed.error)})`,
    hint: 'the step that plans the fit is of another version than the job: deploy both',
  });
}

/** Where a series' points lie, and how each candidate did at them. */
interface KnownPoints {
  readonly files: (string | undefined)[];
  readonly errors: (CandidatePointErrors | undefined)[];
}

/** What was learned of the panel before: small, whatever the number of points. */
export interface PanelMemory {
  readonly panel: WeighedErrors;
  /** How far ahead cross-validation went; 0 where there was none. */
  readonly testedPeriods: number;
  /** By candidate. */
  pointFilesOf(uniqueId: string): readonly (string | undefined)[];
  looksOf(uniqueId: string): SeriesLooks;
}

interface Known {
  readonly memory: string;
  /** The last period of training. */
  readonly last: number;
  readonly nearPeriods: number;
}

/**
 * Reads points and looks once. Points that came true after the end of training are not known yet; the plan names no look that is not.
 *
 * @throws ArtifactMismatch where the points are not those that the selection left
 */
export function readMemory({ points, looks: planned, recipe }: FitPlan, known: Known): PanelMemory {
  const candidates = recipe.candidates.length;
  const none: KnownPoints = {
    files: new Array(candidates).fill(undefined),
    errors: new Array(candidates).fill(undefined),
  };
  const series = new Map<string, KnownPoints>();
  for (const [k, { files, sha256: selected }] of points.entries()) {
    const digests: string[] = [];
    for (const file of files.map((key) => join(known.memory, key))) {
      const bytes = readPlanned(file);
      digests.push(sha256(bytes));
      for (const [uniqueId, own] of decodePoints(bytes, known.last)) {
        const one = series.get(uniqueId) ?? { files: [...none.files], errors: [...none.errors] };
        one.files[k] = file;
        one.errors[k] = pointErrors(own, known.nearPeriods);
        series.set(uniqueId, one);
      }
    }
    requireSelected(recipe.candidates[k].name, digestOfDigests(digests), selected);
  }
  const looks = readLooks(planned, recipe.candidates, known.memory);
  const looksOf = (uniqueId: string) => looks.map((look) => look.series.get(uniqueId));
  const uniqueIds = new Set([...series.keys(), ...looks.flatMap((look) => [...look.series.keys()])]);
  const evidence = [...uniqueIds].sort().map((uniqueId) => {
    const { errors } = series.get(uniqueId) ?? none;
    return { crossValidation: seriesPointErrors(errors), looks: looksOf(uniqueId) };
  });
  let testedPeriods = 0;
  for (const { errors } of series.values())
    for (const one of errors) testedPeriods = Math.max(testedPeriods, one?.furthest ?? 0);
  return {
    panel: panelErrors(evidence, candidates),
    testedPeriods,
    pointFilesOf: (uniqueId) => (series.get(uniqueId) ?? none).files,
    looksOf,
  };
}

/** What weights are made of is what the selection found, to the last bit. */
function requireSelected(candidate: string, got: string, selected: string): void {
  if (got === selected) return;
  throw new PlatformError(ERROR_NAMES.artifactMismatch, {
    problem: `the cross-validation points of '${candidate}' are not those of the selection`,
    got,
    allowed: selected,
    hint: 'points never change: restore the first object versions of their folder, or select again',
  });
}

/** The manifest of the channel may have been changed. */
function readPlanned(file: string): Uint8Array {
  if (existsSync(file)) return readFileSync(file);
  throw new PlatformError(ERROR_NAMES.artifactMismatch, {
    problem: `an object that the plan of the fit names is not in its channel 'memory'`,
    got: file,
    hint: 'somebody has changed the manifest since the fit was planned, or removed the object: look who, and start the machine again',
  });
}

function requireAsPlanned(what: string, got: string, planned: string): void {
  if (got === planned) return;
  throw new PlatformError(ERROR_NAMES.artifactMismatch, {
    problem: `${what} is not what it was when the fit was planned`,
    got,
    allowed: planned,
    hint: 'somebody has changed it in between: look who, and start the machine again, under a run id of its own',
  });
}

/** Those with rows, the newest first. A look may be later than the last observation: what it saw came true before. */
function readLooks(
  planned: FitPlan['looks'],
  candidates: FitPlan['recipe']['candidates'],
  memory: string,
): readonly RecipeLook[] {
  const looks: RecipeLook[] = [];
  for (const { file, sha256: left } of planned) {
    if (looks.length === LOOKS_OF_ERRORS) return looks;
    const body = readPlanned(join(memory, file));
    requireAsPlanned(file, sha256(body), left);
    const look = lookOfRecipe(decodeLook(new TextDecoder().decode(body)), candidates);
    if (look.series.size > 0) looks.push(look);
  }
  return looks;
}
