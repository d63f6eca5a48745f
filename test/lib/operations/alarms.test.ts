import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { ENVIRONMENTS } from '../../../environments/index.ts';
import type { Found, Name } from '../support.ts';
import { NAMES, resourcesOf, stackOf, templateOf } from '../support.ts';
import type { AlarmProperties, AlarmState } from './alarm-state.ts';
import { alarmState } from './alarm-state.ts';

interface Alarm extends AlarmProperties {
  readonly AlarmName: string;
  readonly AlarmDescription: unknown;
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: unknown }[];
  readonly Statistic: string;
  readonly Period: number;
  readonly AlarmActions?: readonly unknown[];
}

const propertiesOf = ({ properties }: Found) => properties as unknown as Alarm;
const alarmsOf = (name: Name) => resourcesOf(templateOf(name), 'AWS::CloudWatch::Alarm').map(propertiesOf);
const withoutStack = (name: string) => name.replace(/^forecasting-[a-z]+-/, '');
const prod = new Map(alarmsOf('prod').map((alarm) => [withoutStack(alarm.AlarmName), alarm]));

/** The states after each period of a series, with evaluation ranges as long as the evaluation periods and longer. */
function statesOver(alarm: Alarm, points: readonly (number | undefined)[], extra: number): readonly AlarmState[] {
  const range = alarm.EvaluationPeriods + extra;
  const states: AlarmState[] = [];
  points.forEach((_, index) => {
    const window = points.slice(Math.max(0, index + 1 - range), index + 1);
    states.push(alarmState(alarm, window, states.at(-1) ?? 'INSUFFICIENT_DATA'));
  });
  return states;
}

const EXTRAS = [0, 2];

const series = (name: string, points: readonly (number | undefined)[]) =>
  EXTRAS.map((extra) => statesOver(prod.get(name)!, points, extra));

/** `count` periods alike. */
const periods = (count: number, value?: number) => Array.from({ length: count }, () => value);

describe('the alarms of prod', () => {
  it('are these: who is told, by whom, and what silence means', () => {
    const rows = [...prod].map(([name, { MetricName, Threshold, TreatMissingData, AlarmActions = [] }]) =>
      [name, MetricName, Threshold, TreatMissingData, AlarmActions.length === 0 ? 'a message tells' : 'tells'].join(
        ' | ',
      ),
    );
    const ended = ['retrain', 'forecast', 'monitor', 'pipeline', 'replay', 'smoke'].flatMap((machine) => [
      `A machine failed: ${machine} | ExecutionsFailed | 1 | notBreaching | a message tells`,
      `A machine timed out: ${machine} | ExecutionsTimedOut | 1 | notBreaching | a message tells`,
    ]);
    expect(rows).toEqual([
      ...ended,
      'A machine failed: people were told | FailuresTold | 1 | notBreaching | a message tells',
      'Executions are throttled | ThrottledEvents | 1 | notBreaching | tells',
      'A machine takes long: train | ExecutionTime | 39600000 | notBreaching | tells',
      'A machine takes long: forecast | ExecutionTime | 14400000 | notBreaching | tells',
      'A schedule could not start its machine | ApproximateNumberOfMessagesVisible | 1 | notBreaching | tells',
      'Much is quarantined: weather | QuarantineShare | 0.005 | ignore | tells',
      'Forecasts are in alarm: weather | InAlarm | 1 | ignore | a message tells',
      'Forecasts run out: weather | RunningOut | 1 | ignore | a message tells',
      'A look could not be judged: weather | Unjudged | 1 | ignore | a message tells',
      'Nothing new was delivered: weather | NewPeriods | 1 | ignore | a message tells',
      'A look is missing: weather | LookAgeHours | 180 | breaching | tells',
      'The model is old: weather | ModelAgeDays | 30 | ignore | tells',
    ]);
  });

  it('count by data set at most: each value of a dimension is billed', () => {
    const dimensions = [...prod.values()].flatMap(({ Dimensions = [] }) => Dimensions.map(({ Name }) => Name));
    expect(new Set(dimensions)).toEqual(new Set(['StateMachineArn', 'ServiceMetric', 'QueueName', 'dataset']));
  });
});

describe('silence', () => {
  it('of the measured ages is red within a day, and before the first measurement', () => {
    for (const states of series('A look is missing: weather', [...periods(8, 24), ...periods(4)])) {
      expect(states.slice(0, 8)).toEqual(periods(8).map(() => 'OK'));
      expect(states.at(-1)).toBe('ALARM');
    }
    for (const states of series('A look is missing: weather', periods(2))) expect(states.at(-1)).toBe('ALARM');
  });

  it('is not red where the newest period has only begun, and its measurement is still to come', () => {
    for (const states of series('A look is missing: weather', [...periods(8, 24), undefined, 24, undefined])) {
      expect(states).not.toContain('ALARM');
    }
  });

  it('after a look leaves what the look found as it was, until the next one finds otherwise', () => {
    for (const name of ['Forecasts are in alarm', 'Forecasts run out', 'A look could not be judged']) {
      for (const states of series(`${name}: weather`, [0, ...periods(160), 1, ...periods(160), 0, ...periods(3)])) {
        expect(states.slice(0, 161)).not.toContain('ALARM');
        expect(new Set(states.slice(161 + 4, 322))).toEqual(new Set(['ALARM']));
        expect(states.at(-1)).toBe('OK');
      }
    }
    for (const states of series('Nothing new was delivered: weather', [7, ...periods(9), 0, ...periods(9)])) {
      expect(states[9]).toBe('OK');
      expect(states.at(-1)).toBe('ALARM');
    }
  });

  it('where nothing runs is no failure', () => {
    const fine = [...prod].filter(([, { TreatMissingData }]) => TreatMissingData === 'notBreaching');
    expect(fine).toHaveLength(17);
    for (const [name] of fine) for (const states of series(name, periods(5))) expect(states.at(-1)).toBe('OK');
  });
});

describe('an alarm turns red', () => {
  it.each([
    ['A machine failed: monitor', [0, 1]],
    ['A machine timed out: pipeline', [undefined, 1]],
    ['A machine failed: people were told', [undefined, 1]],
    ['Executions are throttled', [3, 1, 2]],
    ['A machine takes long: forecast', [14_400_001]],
    ['A schedule could not start its machine', [0, 1]],
    ['Much is quarantined: weather', [0.004, 0.006]],
    ['A look is missing: weather', [100, 181, 187]],
    ['The model is old: weather', [30, 30.25, 30.5]],
  ])('%s', (name, points) => {
    for (const states of series(name, points)) {
      expect(states.at(-1)).toBe('ALARM');
      expect(states.slice(0, -1)).not.toContain('ALARM');
    }
  });

  it('and green again when it is over', () => {
    for (const states of series('A machine failed: monitor', [1, undefined, undefined, undefined])) {
      expect(states.at(-1)).toBe('OK');
    }
    for (const states of series('A look is missing: weather', [187, 193, 1, 7])) expect(states.at(-1)).toBe('OK');
  });
});

describe('a failure that was told to nobody', () => {
  const [untold] = resourcesOf(templateOf('prod'), 'AWS::CloudWatch::CompositeAlarm').map(
    ({ properties }) => properties,
  );
  const named = (value: unknown) => {
    const names = new Map(resourcesOf(templateOf('prod'), 'AWS::CloudWatch::Alarm').map((found) => [found.id, found]));
    const ids = [...JSON.stringify(value).matchAll(/"Fn::GetAtt":\["(\w+)","Arn"\]/g)].map(([, id]) => id);
    return ids.map((id) => withoutStack(propertiesOf(names.get(id)!).AlarmName));
  };

  it('is an end of any machine that nobody sits before, without a message in the minutes about it', () => {
    expect(untold.AlarmName).toBe('forecasting-prod-A failure was told to nobody');
    const rule = untold.AlarmRule as { readonly 'Fn::Join': readonly [string, readonly unknown[]] };
    const [, parts] = rule['Fn::Join'];
    expect(parts.filter((part) => typeof part === 'string').join('~')).toBe(
      `(ALARM("${'~") OR ALARM("'.repeat(11)}~"))`,
    );
    expect(named(rule)).toEqual(
      [...prod.keys()].filter((name) => /^A machine (failed|timed out): (?!people)/.test(name)),
    );
    expect(named(untold.ActionsSuppressor)).toEqual(['A machine failed: people were told']);
    // The alarms that it waits for are red for five minutes.
    expect(untold).toMatchObject({ ActionsSuppressorWaitPeriod: 600, ActionsSuppressorExtensionPeriod: 600 });
    expect(untold.AlarmActions).toEqual([{ Ref: 'NotificationTopic' }]);
  });
});

describe('an environment without schedules', () => {
  it('has no look that could be missing, nothing that looks find, and no queue', () => {
    const dev = alarmsOf('dev').map(({ AlarmName }) => withoutStack(AlarmName));
    expect([...prod.keys()].filter((name) => !dev.includes(name))).toEqual([
      'A schedule could not start its machine',
      'Forecasts are in alarm: weather',
      'Forecasts run out: weather',
      'A look could not be judged: weather',
      'Nothing new was delivered: weather',
      'A look is missing: weather',
      'The model is old: weather',
    ]);
  });

  it('of its looks alone has the queue, and nothing of looks', () => {
    const schedules = { ...ENVIRONMENTS.prod.schedules, monitor: 'off' };
    const { template } = stackOf({ ...ENVIRONMENTS.prod, schedules });
    const names = resourcesOf(template, 'AWS::CloudWatch::Alarm').map((found) => propertiesOf(found).AlarmName);
    expect(names.filter((name) => /schedule|look|is old|run out/.test(name))).toEqual([
      'forecasting-prod-A schedule could not start its machine',
    ]);
    expect(JSON.stringify(template)).not.toContain('Measures how old');
  });
});

describe('an alarm says', () => {
  const RUNBOOK = readFileSync('docs/runbook.md', 'utf8');
  const HEADINGS = [...RUNBOOK.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
  const told = NAMES.flatMap((name) =>
    ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'].flatMap((type) =>
      resourcesOf(templateOf(name), type).map(({ properties }) => ({
        heading: withoutStack(String(properties.AlarmName)).split(': ')[0],
        description: textOf(properties.AlarmDescription),
      })),
    ),
  );
  const budgets = NAMES.flatMap((name) =>
    resourcesOf(templateOf(name), 'AWS::Budgets::Budget').map(({ properties }) =>
      withoutStack((properties.Budget as { readonly BudgetName: string }).BudgetName),
    ),
  );

  it.each(told)('where to look, and under which heading of the runbook: $heading', ({ heading, description }) => {
    expect(HEADINGS).toContain(heading);
    const [runbook, look] = description.split('\n');
    // As GitHub makes anchors of headings.
    const anchor = heading
      .toLowerCase()
      .replace(/[^\w -]/g, '')
      .replaceAll(' ', '-');
    expect(runbook).toBe(`Runbook: docs/runbook.md#${anchor}`);
    expect(look).toMatch(/^Look: https:\/\/eu-central-1\.console\.aws\.amazon\.com\/\S+$/);
    expect(description.length).toBeLessThan(1024);
  });

  it('what the runbook knows: it has an alarm where it says so, and says so where there is one', () => {
    const sections = RUNBOOK.split(/^## /m).slice(1);
    const lit = sections.filter((text) => /^Alarm `/m.test(text)).map((text) => text.slice(0, text.indexOf('\n')));
    expect(lit.sort()).toEqual([...new Set([...told.map(({ heading }) => heading), ...budgets])].sort());
  });
});

/** What CloudFormation joins, with a name for each reference. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const { 'Fn::Join': join, Ref: ref, 'Fn::GetAtt': attribute } = value as Readonly<Record<string, unknown>>;
  if (join === undefined) return `<${String(ref ?? attribute)}>`;
  const [separator, parts] = join as [string, unknown[]];
  return parts.map(textOf).join(separator);
}
