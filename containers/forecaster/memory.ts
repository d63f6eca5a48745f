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
import { decodePoints, pointsDigest, sha256 } from './points.ts';

/** The channel of a fit: objects below the folder by their keys, and the plan among them. @throws ArtifactMismatch */
export function readFitPlan(memory: string): FitPlan {
  const paths = existsSync(memory) ? readdirSync(memory, { recursive: true, encoding: 'utf8' }) : [];
  const found = paths.filter((path) => basename(path) === FIT_PLAN_FILE);
  if (found.length !== 1) {
    throw new PlatformError(ERROR_NAMES.artifactMismatch, {
      problem: `a fit needs one ${FIT_PLAN_FILE} in its channel 'memory'`,
      got: found,
      hint: 'the step that plans the fit writes it, and names it in the manifest of the channel',
    });
  }
  const parsed = fitPlanSchema.safeParse(JSON.parse(readFileSync(join(memory, found[0]), 'utf8')));
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
export function readMemory({ points, looks: lookKeys, recipe }: FitPlan, known: Known): PanelMemory {
  const candidates = recipe.candidates.length;
  const none: KnownPoints = {
    files: new Array(candidates).fill(undefined),
    errors: new Array(candidates).fill(undefined),
  };
  const series = new Map<string, KnownPoints>();
  for (const [k, { files, sha256: selected }] of points.entries()) {
    const digests: string[] = [];
    for (const file of files.map((key) => join(known.memory, key))) {
      const bytes = readFileSync(file);
      digests.push(sha256(bytes));
      for (const [uniqueId, own] of decodePoints(bytes, known.last)) {
        const one = series.get(uniqueId) ?? { files: [...none.files], errors: [...none.errors] };
        one.files[k] = file;
        one.errors[k] = pointErrors(own, known.nearPeriods);
        series.set(uniqueId, one);
      }
    }
    requireSelected(recipe.candidates[k].name, pointsDigest(digests), selected);
  }
  const looks = readLooks(lookKeys, recipe.candidates, known.memory);
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

/** Those with rows, the newest first. A look may be later than the last observation: what it saw came true before. */
function readLooks(
  keys: readonly string[],
  candidates: FitPlan['recipe']['candidates'],
  memory: string,
): readonly RecipeLook[] {
  const looks: RecipeLook[] = [];
  for (const key of keys) {
    if (looks.length === LOOKS_OF_ERRORS) return looks;
    const look = lookOfRecipe(decodeLook(readFileSync(join(memory, key), 'utf8')), candidates);
    if (look.series.size > 0) looks.push(look);
  }
  return looks;
}
