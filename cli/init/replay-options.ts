import type { Dataset } from '../../core/contracts/dataset.ts';
import type { FoundLengths } from '../../core/inspect/fit-lengths.ts';
import type { Settled } from '../../core/inspect/settle.ts';
import { FAMILY_NAMES } from '../../core/models/families.ts';
import { USUAL_LENGTHS } from '../../core/series/usual-lengths.ts';
import { MISSING_VALUES, replayCommand, type ReplayOptions } from '../replay/command.ts';
import type { InitOptions } from './command.ts';

/** A replay of the file as far as its options are said. */
export function plainOptions(asked: InitOptions): ReplayOptions {
  const { data, name, regressors, country, missing, min, max, aggregate, 'time-zone': timeZone } = asked;
  const given = { data, dataset: name, regressors, country, missing, min, max, aggregate, 'time-zone': timeZone };
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return replayCommand.parse({ ...said, timestamp: 'unknown', target: 'unknown', out: 'out' });
}

export function withFormats(
  options: ReplayOptions,
  { columns }: Pick<Dataset, 'columns'>,
  { contract, frequency }: Settled,
): ReplayOptions {
  const { dateOrder, timeZone, thousandsSeparator, decimalComma, missingValues, min } = contract;
  const missing = missingValues.filter((text) => !MISSING_VALUES.some((usual) => usual === text));
  return {
    ...options,
    ...columns,
    frequency,
    'date-order': dateOrder,
    'decimal-comma': decimalComma,
    ...(timeZone === null ? {} : { 'time-zone': timeZone }),
    ...(thousandsSeparator === null ? {} : { thousands: thousandsSeparator }),
    ...(missing.length === 0 ? {} : { missing }),
    ...(min === undefined ? {} : { min }),
  };
}

/** What suits the frequency needs no option. */
export function withLengths(
  options: ReplayOptions,
  { lengths, areUsual, season, holdsSeasons }: FoundLengths,
): ReplayOptions {
  const { train, evaluate, cvInitial, cvPeriod, cvHorizon } = lengths;
  const said = { train, evaluate, 'cv-initial': cvInitial, 'cv-period': cvPeriod, 'cv-horizon': cvHorizon };
  return {
    ...options,
    ...(areUsual ? {} : said),
    ...(season === USUAL_LENGTHS[options.frequency].season ? {} : { season }),
    // The usual ones look back by seasons that no fold holds; each family by itself looks back by the main one.
    ...(holdsSeasons ? {} : { candidates: [...FAMILY_NAMES] }),
  };
}
