import { plural } from '../../core/contracts/figures.ts';
import { shellWord } from '../../core/contracts/command-words.ts';
import { shown } from '../../core/contracts/visible.ts';
import { listed } from '../../core/inspect/choose-columns.ts';
import { type Fact, factsOf } from '../../core/inspect/facts.ts';
import type { Doubt } from '../../core/inspect/undecided.ts';
import type { Part } from '../view.ts';
import type { Inspected } from './inspect-file.ts';

/** What a person is told of the file, before anything is written. */
export function findingsText(found: Inspected, doubts: readonly Doubt[]): readonly Part[] {
  const facts = [...columnFacts(found), ...factsOf(found.settled), ...chosenFacts(found)];
  return [
    `Found in ${shown(found.options.data)}`,
    { facts },
    '',
    'To look at (the field to edit, and why)',
    ...doubts.map(({ field, says }) => `- ${field}: ${says}`),
    '',
  ];
}

function columnFacts({ source, columns, dataset }: Inspected): readonly Fact[] {
  const { timestamp, target, id } = dataset.columns;
  const used = [timestamp, target, id, ...dataset.regressors];
  const others = source.columns.map(({ name }) => name).filter((name) => !used.includes(name));
  return [
    ['file', `${source.format}${source.files.length === 1 ? '' : `, ${plural(source.files.length, 'file')}`}`],
    ['dates', `column '${shown(timestamp)}', as '${shown(columns.timestamp.texts[0] ?? '')}'`],
    ['target', `column '${shown(target)}', as '${shown(columns.target.texts[0] ?? '')}'`],
    ['series by', id === undefined ? 'no column: one series' : `column '${shown(id)}'`],
    ...(dataset.regressors.length === 0 ? [] : [['known ahead', listed(dataset.regressors)] as const]),
    ...(others.length === 0 ? [] : [['not used', listed(others)] as const]),
  ];
}

function chosenFacts({ dataset, lengths: { windows, areUsual } }: Inspected): readonly Fact[] {
  const { contract, training, evaluation, crossValidation, promotion, candidates, seasonLength } = dataset;
  const { initial, period, horizon } = crossValidation;
  const reads = [
    `dates ${contract.dateOrder}`,
    ...(contract.timeZone === null ? [] : [`time zone ${contract.timeZone}`]),
    `decimal ${contract.decimalComma ? 'comma' : 'point'}`,
    contract.thousandsSeparator === null
      ? 'nothing between thousands'
      : `'${contract.thousandsSeparator}' between thousands`,
    ...(contract.aggregate === null ? [] : [`${contract.aggregate} of the rows of a ${dataset.frequency}`]),
    ...(contract.min === undefined ? [] : [`from ${contract.min}`]),
    ...(contract.max === undefined ? [] : [`up to ${contract.max}`]),
  ];
  return [
    ['contract', reads.join(', ')],
    [
      'windows',
      `${plural(windows, 'window')}: ${training.length} to learn from, ${evaluation.length} to be held against` +
        (areUsual ? '' : ' (the usual lengths do not fit the history)'),
    ],
    ['folds', `initial ${initial}, every ${period}, horizon ${horizon}; holdout ${promotion.holdout}`],
    ['candidates', `${candidates.map(({ name }) => name).join(', ')}; main season ${seasonLength}`],
  ];
}

/** What is to be done with what was written. */
export function nextText(
  { options }: Inspected,
  { file, index, name: dataset }: { readonly file: string; readonly index: string; readonly name: string },
): readonly Part[] {
  const data = shellWord(options.data);
  return [
    `Wrote ${file}, and added it to ${index}. Next:`,
    `1. Read ${file}, fill in what begins with FILL IN, and look at every comment: no environment takes it before.`,
    '2. See what its forecasts would have been worth (--windows 1 for a first look):',
    `   npm run replay -- --dataset ${dataset} --data ${data} --out out/${dataset}`,
    `3. Add '${dataset}' to 'datasets' in environments/dev.ts, where rights, schedules and tables come from: in no environment it runs on laptops alone. See what would be created: npx cdk synth -c env=dev --quiet`,
  ];
}
