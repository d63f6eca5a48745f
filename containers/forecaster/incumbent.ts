import { join } from 'node:path';
import type { FitPlan } from '../../core/blend/fit-plan.ts';
import { judgedMovement, type Movement, type Squares } from '../../core/blend/guard.ts';
import type { RecipeHeader } from '../../core/blend/recipe-forecaster.ts';
import { decodeModelHeader, type ModelHeader } from '../../core/models/model-file.ts';
import { type Incumbent, whyNotComparable } from '../../core/train/incumbent-guard.ts';
import { type GuardFigures, namedSeries } from '../../core/train/training-summary.ts';
import { LineIndex } from './line-index.ts';
import { requireRegistered } from './registered-model.ts';

/** The version in force, from its model file. */
export interface OpenIncumbent {
  /** What series are guarded against; null where nothing is asked. */
  readonly guarding: Incumbent | null;
  /** undefined where nothing is asked, or the series is new. */
  line(uniqueId: string): string | undefined;
  figures(found: Found): GuardFigures | null;
  close(): void;
}

interface Found {
  readonly fitted: readonly string[];
  readonly failed: readonly string[];
  /** Those that no longer deliver. */
  readonly silent: readonly string[];
  readonly kept: readonly string[];
  readonly maxKeptShare: number;
  readonly moved: Squares;
  readonly near: Squares;
}

const NOBODY: OpenIncumbent = {
  guarding: null,
  line: () => undefined,
  figures: () => null,
  close: () => undefined,
};

const NOT_ASKED: Movement = { value: null, allowed: null };

/** @throws ArtifactMismatch where its model file is not what was registered */
export function openIncumbent(plan: FitPlan['incumbent'], memory: string, header: RecipeHeader): OpenIncumbent {
  if (plan === null) return NOBODY;
  const { version: against, exempt } = plan;
  const file = join(memory, plan.model);
  // A line of it may become one of the version that is fitted.
  requireRegistered(file, { sha256: plan.sha256, what: `the model of version ${against}, which is in force,` });
  const lines = LineIndex.open(file);
  const before = headerOf(lines.header);
  const why = before === undefined ? 'its model file is of another format' : whyNotComparable(before, header);
  const guarding = before === undefined || why !== null || exempt ? null : { version: against, header: before };
  return {
    guarding,
    line: (uniqueId) => (guarding === null ? undefined : lines.line(uniqueId)),
    figures: ({ kept, maxKeptShare, moved, near, ...found }) => ({
      against,
      exempt,
      why,
      ...withoutForecast(lines, found),
      kept: { ...namedSeries(kept), of: found.fitted.length },
      maxKeptShare,
      movement: guarding === null ? NOT_ASKED : judgedMovement(moved, near),
    }),
    close: () => lines.close(),
  };
}

/** A series that has ended would else refuse every refresh from then on. */
function withoutForecast(
  lines: LineIndex,
  { fitted, failed, silent }: Pick<Found, 'fitted' | 'failed' | 'silent'>,
): Pick<GuardFigures, 'missing' | 'ended'> {
  const [known, quiet] = [new Set(fitted), new Set(silent)];
  const missing = failed.filter((uniqueId) => lines.has(uniqueId) && !quiet.has(uniqueId));
  const isMissing = new Set(missing);
  const ended = [...lines.uniqueIds()].filter((uniqueId) => !known.has(uniqueId) && !isMissing.has(uniqueId));
  return { missing: namedSeries(missing), ...(ended.length === 0 ? {} : { ended: namedSeries(ended) }) };
}

/** undefined where another version of this code wrote it. */
function headerOf(line: string): ModelHeader | undefined {
  try {
    return decodeModelHeader(line);
  } catch {
    return undefined;
  }
}
