import { describe, expect, it } from '@jest/globals';
import { ofLaptopReplay, ofReplay, upTo } from '../../../scripts/verify-deploy/runs/acts.ts';
import {
  compareObjects,
  compareTexts,
  OF_A_DATASET,
  OF_A_REPLAY,
} from '../../../scripts/verify-deploy/runs/compare.ts';

const BUCKETS = { landing: 'l-1', bronze: 'b-1', silver: 's-1', gold: 'g-1', artifacts: 'a-1' };
type Texts = Readonly<Record<string, string>>;

const objects = (texts: Texts) =>
  new Map(Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)] as const));
const compared = (account: Texts, folder: Texts, exceptions = OF_A_DATASET) =>
  compareObjects({ account: objects(account), folder: objects(folder), buckets: BUCKETS, exceptions });

const MODEL = 'artifacts/models/weather/first-mean-0/output/model/model.jsonl';
const REPORT = 'artifacts/promotions/weather/first/comparison.json';
const PAGE = 'artifacts/promotions/weather/first/comparison.html';
const SHA = 'a'.repeat(64);
const OTHER_SHA = 'b'.repeat(64);

describe('the objects of an account and of a folder', () => {
  it('are the same where they are, byte for byte or in their text', () => {
    const account = {
      [MODEL]: 'model',
      [REPORT]: `{ "uri": "s3://a-1/x", "atMs": 1795821799266, "reportSha256": "${SHA}" }`,
      [PAGE]: '<code>npm run approve -- --env dev --dataset weather</code>',
      'gold/weather/forecasts/_delta_log/00000000000000000000.json':
        '{"metaData":{"id":"24964106-7834-23b8-7def-78efd73bc790"}}',
    };
    const folder = {
      [MODEL]: 'model',
      [REPORT]: `{ "uri": "s3://artifacts/x", "atMs": 946684800000, "reportSha256": "${OTHER_SHA}" }`,
      [PAGE]: '<code>npm run approve -- --folder /tmp/x/laptop --dataset weather</code>',
      'gold/weather/forecasts/_delta_log/00000000000000000000.json':
        '{"metaData":{"id":"58c8f421-1996-26a0-d715-37a8cc212b6c"}}',
    };
    expect(compared(account, folder)).toEqual({ problems: [], sameBytes: 1, sameTexts: 3 });
  });

  it.each([
    ['one byte of a model', MODEL, 'modem', 'model', `${MODEL} differs`],
    [
      'one byte of a table',
      'gold/weather/forecasts/part.parquet',
      'PAR1a',
      'PAR1b',
      'gold/weather/forecasts/part.parquet differs',
    ],
    [
      'a figure',
      REPORT,
      '{ "rmse": 1.5 }',
      '{ "rmse": 1.25 }',
      `${REPORT} differs: the account has "{ \\"rmse\\": 1.5 }", the folder "{ \\"rmse\\": 1.25 }"`,
    ],
    [
      'an address of another bucket',
      REPORT,
      '{ "uri": "s3://g-1/x" }',
      '{ "uri": "s3://artifacts/x" }',
      `${REPORT} differs: the account has "{ \\"uri\\": \\"s3://gold/x\\" }", the folder "{ \\"uri\\": \\"s3://artifacts/x\\" }"`,
    ],
    [
      'a command for another data set',
      PAGE,
      'npm run approve -- --env dev --dataset weather',
      'npm run approve -- --folder /tmp/x --dataset other',
      expect.stringContaining(`${PAGE} differs`),
    ],
    [
      'a task token, which no object may hold',
      REPORT,
      '{ "taskToken": "t-1" }',
      '{ "taskToken": "t-2" }',
      `${REPORT} differs: the account has "{ \\"taskToken\\": \\"t-1\\" }", the folder "{ \\"taskToken\\": \\"t-2\\" }"`,
    ],
    [
      'a hash that is of no text with an address in it',
      REPORT,
      `{ "sha256": "${SHA}" }`,
      `{ "sha256": "${OTHER_SHA}" }`,
      expect.stringContaining(`${REPORT} differs`),
    ],
  ])('differ by %s', (_, path, account, folder, problem) => {
    expect(compared({ [path]: account }, { [path]: folder }).problems).toEqual([problem]);
  });

  it('differ where one has what the other has not', () => {
    expect(compared({ [MODEL]: 'm' }, { [REPORT]: '{}' }).problems).toEqual([
      `${MODEL} is in the account only`,
      `${REPORT} is in the folder only`,
    ]);
  });

  it('differ as they must: the registry, the answer to a question, a signature', () => {
    const account = {
      'artifacts/registry/weather/packages/first.json': '{}',
      'artifacts/models/weather/first-mean-0/output/model/model.sig': 'one',
      'artifacts/replays/past/registry/weather/versions/00000001.json': '{}',
    };
    const folder = {
      'artifacts/registry/weather/versions/00000001.json': '{}',
      'artifacts/approvals/weather/second/answer.json': '{}',
      'artifacts/models/weather/first-mean-0/output/model/model.sig': 'two',
    };
    expect(compared(account, folder).problems).toEqual([]);
    expect(
      compared({}, { 'artifacts/models/weather/first-mean-0/output/model/model.sig': 'two' }).problems,
    ).toHaveLength(1);
    expect(compared(account, account, OF_A_REPLAY).problems).toEqual([]);
    expect(
      compared({}, { 'artifacts/registry/weather/versions/00000001.json': '{}' }, OF_A_REPLAY).problems,
    ).toHaveLength(1);
  });

  it('know the index of a roll-back again, though its key is the hash of a name with a time in it', () => {
    const move = (id: string) => `{ "transitionId": "${id}", "revision": 3 }`;
    const at = (hash: string) => `artifacts/registry/weather/transitions/${hash}.json`;
    const [one, other] = ['roll-back-20261127T232408545Z', 'roll-back-20261128T000000001Z'].map(move) as [
      string,
      string,
    ];
    expect(compared({ [at(SHA)]: one }, { [at(OTHER_SHA)]: other }).problems).toEqual([]);
    expect(compared({ [at(SHA)]: one }, { [at(OTHER_SHA)]: move('second') }).problems).toHaveLength(2);
  });
});

describe('what a command prints of both', () => {
  it('is the same whatever the order of its fields', () => {
    expect(
      compareTexts(
        '{ "stage": "Production", "uri": "s3://a-1/x" }',
        '{ "uri": "s3://artifacts/x", "stage": "Production" }',
        BUCKETS,
      ),
    ).toEqual([]);
  });

  it('is not where a value differs', () => {
    expect(compareTexts('{ "stage": "Production" }', '{ "stage": "Archived" }', BUCKETS)).toEqual([
      expect.stringContaining('the two print different things: the account has'),
    ]);
  });
});

describe('what is delivered first', () => {
  it('are the rows up to the day, under the header', () => {
    const csv = 'series,date,value\na,2015-06-29,1\na,2015-06-30,2\na,2015-07-01,3\nb,2015-06-30,4\n';
    expect(upTo('2015-06-30', csv)).toBe('series,date,value\na,2015-06-29,1\na,2015-06-30,2\nb,2015-06-30,4\n');
  });
});

describe('the objects of a replay', () => {
  it('lie in a folder of their own in an account, and are gold and artifacts in a folder', () => {
    const account = objects({
      'gold/replays/past/weather/part': '',
      'gold/weather/part': '',
      'artifacts/replays/past/runs/x.json': '',
      'bronze/weather/part': '',
    });
    const folder = objects({
      'gold/weather/part': '',
      'artifacts/runs/x.json': '',
      'bronze/weather/part': '',
      'landing/weather/temperatures.csv': '',
    });
    expect([...ofReplay(account).keys()].sort()).toEqual(['artifacts/runs/x.json', 'gold/weather/part']);
    expect([...ofLaptopReplay(folder).keys()].sort()).toEqual(['artifacts/runs/x.json', 'gold/weather/part']);
  });
});
