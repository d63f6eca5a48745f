import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { weather } from '../../datasets/weather.ts';
import { ENVIRONMENTS } from '../../environments/index.ts';
import { stackOf } from '../lib/support.ts';

const FILE = new URL('canary-templates.txt', import.meta.url);
const HEAD = [
  '# Where a text of an environment or a data set is found in the template of an environment, by resource type and property; of functions, by the',
  '# name of the variable. Read it before you agree. Written by: UPDATE_TABLES=1 npm test -- test/attacks/canary-templates',
];
const { prod } = ENVIRONMENTS;

const CANARIES = {
  'the value of a tag': 'canary-tag',
  'the address of a mail': 'canary-mail@example.com',
  'a chat channel': 'C0CANARY0',
  'the address of the tracking server': 'canary-server.example.com',
  "the name of the tracking server's secret": 'canary-secret',
  'the commit': 'abc',
  'the description of a data set': weather.description,
  'its owner': weather.owner,
  'its intended use': weather.intendedUse,
} as const;

const { template } = stackOf({
  ...prod,
  tags: { cost: CANARIES['the value of a tag'] },
  notifications: { emails: [CANARIES['the address of a mail']] },
  operations: {
    ...prod.operations,
    chat: { slackWorkspaceId: 'T0CANARY0', slackChannelId: CANARIES['a chat channel'] },
  },
  tracking: {
    server: `https://${CANARIES['the address of the tracking server']}/`,
    whenDown: 'wait',
    secret: CANARIES["the name of the tracking server's secret"],
    secretKeyArn: 'none',
  },
});

/** Where a text stands: the way to it, without places in lists. */
function placesOf(value: unknown, canary: RegExp, way: string): readonly string[] {
  if (typeof value === 'string') return canary.test(value) ? [way] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    placesOf(inner, canary, Array.isArray(value) || name.startsWith('Fn::') ? way : `${way}.${name}`),
  );
}

it('a canary is found in the templates where the list says, and nowhere else', () => {
  const { Resources, ...rest } = template;
  const found = Object.entries(CANARIES).flatMap(([what, text]) => {
    const canary = new RegExp(`(?<!\\w)${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?!\\w)`);
    const places = Object.values(Resources).flatMap(({ Type, Properties }) => placesOf(Properties, canary, Type));
    return [
      '',
      `${what}:`,
      ...[...new Set([...places, ...placesOf(rest, canary, 'template')])].sort().map((one) => `  ${one}`),
    ];
  });
  const lines = `${[...HEAD, ...found].join('\n')}\n`;
  if (process.env.UPDATE_TABLES === '1') writeFileSync(FILE, lines);
  expect(lines).toBe(readFileSync(FILE, 'utf8'));
});
