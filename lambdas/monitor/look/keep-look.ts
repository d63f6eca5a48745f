import type { DateRange } from '../../../core/contracts/date-range.ts';
import type { Share } from '../../../core/blend/share.ts';
import { monitoringKeys } from '../../../core/contracts/keys.ts';
import type { ModelVersion } from '../../../core/contracts/model-version.ts';
import type { EvaluationWindow } from '../../../core/contracts/monitoring.ts';
import { learnedAt } from '../../../core/monitor/look-errors.ts';
import { setAsideAfter } from '../../../core/monitor/set-aside.ts';
import type { ObjectStore, Ports } from '../../../core/ports.ts';
import { learnedShare, lookKeys, writeLook } from '../../../lake/look-files.ts';
import { updateSetAside } from '../../../lake/set-aside.ts';
import type { Observed } from './observe.ts';

/**
 * Writes the look's file: what weights, share and intervals of every fit after it are learned from.
 *
 * @returns the periods that no fit learns from, after this look
 */
export async function keepLook(
  dataset: string,
  { window, model, parts }: Observed,
  ports: Pick<Ports, 'stores' | 'registry'>,
): Promise<readonly DateRange[]> {
  const { artifacts } = ports.stores;
  const setAside = await setAsideBy(window, { dataset, artifacts });
  const summary = parts.summary();
  if (summary === undefined) return setAside;
  const { series, ...pooled } = summary;
  const { asOf, range, version, rmse, naiveRmse, refused, former } = window;
  const { candidates, kind } = model.recipe;
  const before = await shareBefore(model, { asOf, setAside }, ports);
  const share = { before, after: learnedAt(pooled, kind, before) };
  const header = { asOf, range, version, candidates, ...pooled, share, rmse, naiveRmse, refused, former };
  await writeLook(artifacts, dataset, { header, series });
  return setAside;
}

async function setAsideBy(
  window: EvaluationWindow,
  { dataset, artifacts }: { readonly dataset: string; readonly artifacts: ObjectStore },
): Promise<readonly DateRange[]> {
  const { setAside } = await updateSetAside(artifacts, dataset, (before) => setAsideAfter(before, window));
  return setAside;
}

/** As the look before left it: one that is taken again does not learn twice. */
async function shareBefore(
  { dataset, recipe }: ModelVersion,
  { asOf, setAside }: { readonly asOf: string; readonly setAside: readonly DateRange[] },
  ports: Pick<Ports, 'stores' | 'registry'>,
): Promise<Share> {
  const keys = await lookKeys(ports.stores.artifacts, dataset, { upTo: asOf, setAside });
  const earlier = keys.filter((key) => key !== monitoringKeys.look(dataset, asOf));
  return learnedShare({ dataset, recipe, keys: earlier }, ports);
}
