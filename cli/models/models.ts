import { placeOption, targetOf } from '../place/place.ts';
import { registryAt } from '../place/registry-at.ts';
import { printView, type View } from '../view.ts';
import type { ModelsOptions } from './command.ts';
import { compareView } from './compare.ts';
import { explainView } from './explain.ts';
import { historyView } from './history.ts';
import { listView } from './list.ts';
import type { Question } from './question.ts';
import { showView } from './show.ts';
import { traceView } from './trace.ts';

const VIEWS = {
  list: listView,
  show: showView,
  compare: compareView,
  history: historyView,
  trace: traceView,
  explain: explainView,
} as const satisfies Readonly<Record<ModelsOptions['verb'], (question: Question) => Promise<View>>>;

/** @throws UsageError, PlatformError */
export async function printModels(options: ModelsOptions): Promise<void> {
  const { dataset, place } = targetOf(options);
  const ports = await registryAt(place);
  printView(await VIEWS[options.verb]({ dataset, ports, options, place: placeOption(place) }), options.json);
}
