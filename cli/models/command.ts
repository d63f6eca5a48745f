import { type VerbCommandSpec, parseVerbCommand } from '../options.ts';
import { PLACE_OPTIONS, targetOf } from '../place/place.ts';
import { registryAt } from '../place/registry-at.ts';
import { type View, printView } from './view.ts';
import { compareView } from './compare.ts';
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
} as const satisfies Readonly<Record<string, (question: Question) => Promise<View>>>;

const { dataset, ...elsewhere } = PLACE_OPTIONS;

export const MODELS_COMMAND: VerbCommandSpec<keyof typeof VIEWS> = {
  name: 'models',
  summary: 'Reads the model registry of a data set.',
  verbs: {
    list: 'the registered versions; --stage, --data-version and --since leave some out',
    show: 'everything about --version N: lineage, metrics, whether its signature is valid',
    compare: '--version A and --with B side by side; what differs is marked',
    history: 'who moved Production, when, from which version to which, and why',
    trace: 'from a forecast row (--run, --unique-id, --ds) to the version that made it, and its lineage',
  },
  options: {
    dataset,
    version: { type: 'string', value: 'N', help: 'show, compare: the version' },
    with: { type: 'string', value: 'N', help: 'compare: the other version' },
    stage: { type: 'string', value: 'S', help: 'list: None, Staging, Production or Archived only' },
    'data-version': { type: 'string', value: 'N', help: 'list: trained on this version of the silver table only' },
    since: { type: 'string', value: 'N', help: 'list: this version and later ones only' },
    run: { type: 'string', value: 'RUN_ID', help: 'trace: the run that published the forecast' },
    'unique-id': { type: 'string', value: 'X', help: 'trace: the series' },
    ds: { type: 'string', value: 'DATE', help: "trace: the period, '1986-01-31' or '1986-01-31T05:00:00Z'" },
    ...elsewhere,
  },
};

/** `npm run models`. @throws UsageError, PlatformError */
export async function printModels(args: readonly string[]): Promise<void> {
  const command = parseVerbCommand(MODELS_COMMAND, args);
  if (command === undefined) return;
  const { verb, options } = command;
  const target = targetOf(options);
  const ports = await registryAt(target.place);
  printView(await VIEWS[verb]({ dataset: target.dataset, ports, options }), options.json === true);
}
