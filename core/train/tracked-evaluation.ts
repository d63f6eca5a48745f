import type { DateRange } from '../contracts/date-range.ts';
import type { ModelVersion } from '../contracts/model-version.ts';
import type { Policy } from '../contracts/promotion.ts';
import { encodeStrings } from '../contracts/string-parameters.ts';
import type { TrackedEvaluation } from '../contracts/tracking.ts';
import { formatPeriod, inferAxis, periodAtOrBefore, type TimeAxis } from '../series/time-axis.ts';
import { recipeName } from './recipe.ts';
import { trackedSelection } from './tracked-run.ts';

/** What was judged, and by whom it goes live: two policies lead the same selection to different forecasts. */
export interface Judged {
  readonly model: ModelVersion;
  readonly policy: Policy;
  /** The last period that the judgement knows. */
  readonly upTo: string;
  readonly evaluatedAtMs: number;
}

/** What a look, a verdict or a score says of it. A figure that the data leave undefined is null, and told of nowhere. */
export interface Said extends Pick<TrackedEvaluation, 'part' | 'tags' | 'data'> {
  readonly figures: Readonly<Record<string, number | null>>;
  /** Whether they are told once a selection, and stand side by side with those of others; else they are told again and again, as it ages. */
  readonly isOnce: boolean;
}

/**
 * An evaluation as people look it up, under the selection that its version leans on. What is told once stands at step 0, which a tracker shows as bars.
 * Otherwise a step is a period since the selection: so the lines of several selections lie over each other, and show how a recipe ages.
 */
export function trackedEvaluation(judged: Judged, { part, figures, isOnce, tags, data }: Said): TrackedEvaluation {
  const { model, upTo, evaluatedAtMs } = judged;
  const step = isOnce ? 0 : periodsSince(model, upTo);
  const metrics = Object.entries(figures).flatMap(([name, value]) => (value === null ? [] : [{ name, value, step }]));
  return {
    dataset: model.dataset,
    selection: trackedSelection(model),
    part,
    parameters: parametersOf(judged),
    metrics,
    tags: { ...tagsOf(model), ...tags },
    ...(data && { data }),
    knownToMs: Date.parse(upTo),
    evaluatedAtMs,
  };
}

function axisOf({ schema, forecast }: ModelVersion): TimeAxis {
  return inferAxis(schema.frequency, Date.parse(forecast.start));
}

function periodsSince(model: ModelVersion, upTo: string): number {
  const periodOf = (text: string) => periodAtOrBefore(axisOf(model), Date.parse(text));
  return periodOf(upTo) - periodOf(model.selection.asOf);
}

/** What a version could not know when it was trained. */
export function afterTraining(model: ModelVersion, end: string): DateRange {
  const axis = axisOf(model);
  const last = periodAtOrBefore(axis, Date.parse(model.training.window.end));
  return { start: formatPeriod(axis, last + 1), end };
}

function parametersOf({ model, policy }: Judged): TrackedEvaluation['parameters'] {
  const { recipe, selection } = model;
  return encodeStrings({
    policy,
    selection_run: selection.runId,
    selected_as_of: selection.asOf,
    recipe: recipeName(model),
    kind: recipe.kind,
    candidates: recipe.candidates.map(({ name }) => name),
    chosen: selection.chosen,
    yardstick: selection.yardstick.name,
  });
}

/** Of the selection's own version alone: its refreshes have later windows, and each a training run of its own. */
function tagsOf({ runId, selection, version, training, code }: ModelVersion): TrackedEvaluation['tags'] {
  if (runId !== selection.runId) return {};
  return {
    model_version: String(version),
    training_window: rangeTag(training.window),
    data_version: String(training.tableVersion),
    commit: code.commit,
  };
}

/** As a tag's value is compared and searched for; people read `rangeText`. */
export function rangeTag({ start, end }: DateRange): string {
  return `${start}..${end}`;
}
