import type { ModelVersion } from '../contracts/model-version.ts';
import type { Policy } from '../contracts/promotion.ts';
import { encodeStrings } from '../contracts/string-parameters.ts';
import type { TrackedEvaluation } from '../ports.ts';
import { periodRange } from '../series/period-range.ts';
import { inferAxis } from '../series/time-axis.ts';
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
export interface Said {
  readonly part: string;
  readonly figures: Readonly<Record<string, number | null>>;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * An evaluation as people look it up, under the selection that its version leans on. A step is a period since the selection: so the
 * lines of several selections lie over each other, and show how a recipe ages.
 */
export function trackedEvaluation(judged: Judged, { part, figures, tags }: Said): TrackedEvaluation {
  const { model, upTo, evaluatedAtMs } = judged;
  const step = periodsSince(model, upTo);
  const metrics = Object.entries(figures).flatMap(([name, value]) => (value === null ? [] : [{ name, value, step }]));
  return {
    dataset: model.dataset,
    selection: trackedSelection(model),
    part,
    parameters: parametersOf(judged),
    metrics,
    tags: { ...tagsOf(model), ...tags },
    knownToMs: Date.parse(upTo),
    evaluatedAtMs,
  };
}

function periodsSince({ schema, forecast, selection }: ModelVersion, upTo: string): number {
  const axis = inferAxis(schema.frequency, Date.parse(forecast.start));
  const { last } = periodRange(axis, { start: upTo, end: upTo });
  return last - periodRange(axis, { start: selection.asOf, end: selection.asOf }).last;
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
    training_window: rangeText(training.window),
    data_version: String(training.tableVersion),
    commit: code.commit,
  };
}

export function rangeText({ start, end }: { readonly start: string; readonly end: string }): string {
  return `${start}..${end}`;
}
