import { userInfo } from 'node:os';
import { createHash } from 'node:crypto';
import { LAYERS, type Layer } from '../../../core/contracts/layers.ts';
import { canonical } from '../read-back/compare.ts';
import type { Objects } from './place.ts';

type Buckets = Readonly<Record<Layer, string>>;

/** What a text may say otherwise in an account than in a folder: what is found is replaced before the two are compared. */
interface Difference {
  readonly found: RegExp;
  readonly instead: string;
  readonly reason: string;
}

const DIFFERENCES: readonly Difference[] = [
  {
    found:
      /"(atMs|evaluatedAtMs|registeredAtMs|startedAtMs|endedAtMs|timestamp|lastUpdated|modificationTime|deletionTimestamp|createdTime)": ?\d+/g,
    instead: '"$1": 0',
    reason: 'when it was',
  },
  {
    found: /\broll-back-\d{8}T\d{9}Z/g,
    instead: 'roll-back-TIME',
    reason: 'the command names the execution by the time at which a person asked',
  },
  {
    found: /(npm run [a-z]+ -- )--(?:env [a-z]+|folder [^\s<]+)/g,
    instead: '$1PLACE',
    reason: 'a command names the place that it is for',
  },
  {
    found: /"tag": ?"(?:[^"\\]|\\.)*"/g,
    instead: '"tag": ""',
    reason: "by what a delivered object is known again: S3's ETag, or the times of a file",
  },
  {
    found: /"(reportSha256|pageSha256|registryEntrySha256)": ?"[0-9a-f]{64}"/g,
    instead: '"$1": ""',
    reason: 'of a text that holds the names of buckets, or commands for the place: the text itself is compared',
  },
  {
    found: /"previousSha256": ?"[0-9a-f]{64}"/g,
    instead: '"previousSha256": ""',
    reason: 'of the record before, with its time and its signature: `models history` verifies the chain',
  },
  {
    found: /"signature": ?\{\s*"keyId": ?"[0-9a-f]+",\s*"value": ?"[^"]*"\s*\}/g,
    instead: '"signature": {}',
    reason: 'an ECDSA signature is random, and KMS has another key; `models history` verifies it',
  },
  {
    found: /("path": ?"model\/(?:manifest\.json|model\.sig)",\s*"sizeBytes": ?)\d+(,\s*"sha256": ?)"[0-9a-f]{64}"/g,
    instead: '$10$2""',
    reason: 'of the manifest, which holds the hash above, and of its signature',
  },
  {
    found: /s3:\/\/(gold|artifacts)\/replays\/past\//g,
    instead: 's3://$1/',
    reason: 'in an account a replay has a folder of its own, on a laptop the folder is its own',
  },
  {
    found: /arn:aws:states:[a-z0-9-]+:\d{12}:/g,
    instead: 'arn:aws:states:REGION:ACCOUNT:',
    reason: 'where an execution ran',
  },
  {
    found: /arn:aws:iam::\d{12}:root/g,
    instead: userInfo().username,
    reason: 'who approved: whose signature it was, or the user of the machine',
  },
  {
    found: /("metaData": ?\{"id": ?)"[0-9a-f-]{36}"/g,
    instead: '$1""',
    reason: "a table's id is made of its address",
  },
];

/** Objects that only one of the two has, or that cannot be the same. */
interface Exception {
  readonly path: RegExp;
  readonly reason: string;
}

interface Exceptions {
  readonly onlyInTheAccount: readonly Exception[];
  readonly onlyInTheFolder: readonly Exception[];
  readonly neverTheSame: readonly Exception[];
}

/** Of what a replay makes: its registry is files in both places. */
export const OF_A_REPLAY: Exceptions = {
  onlyInTheAccount: [],
  onlyInTheFolder: [],
  neverTheSame: [
    {
      path: /\/model\.sig$/,
      reason: 'an ECDSA signature is random, and KMS has another key; `models show` verifies it',
    },
    {
      path: /\/_delta_log\/(_last_checkpoint|\d{20}\.checkpoint\.parquet)$/,
      reason: 'the entries of the log with their times, as a file of columns; the entries themselves are compared',
    },
  ],
};

/** Of a data set's own objects. */
export const OF_A_DATASET: Exceptions = {
  ...OF_A_REPLAY,
  onlyInTheAccount: [
    {
      path: /^artifacts\/registry\/weather\/(runs|metrics|packages)\//,
      reason: "what SageMaker's registry has no room for; `models` prints the same of both",
    },
    { path: /^(gold|artifacts)\/replays\//, reason: 'a replay in an account; on a laptop it has a folder of its own' },
  ],
  onlyInTheFolder: [
    {
      path: /^artifacts\/registry\/weather\/(versions|stages)\//,
      reason: "the registry that is files, where an account has SageMaker's; `models` prints the same of both",
    },
    { path: /^artifacts\/approvals\/.*\/answer\.json$/, reason: 'in an account the answer goes to Step Functions' },
  ],
};

/** Of which objects the text is compared, not the bytes: those that may hold what DIFFERENCES replaces. */
const TEXT = /\.(json|manifest|html)$/;

/** A text of either place, as both would have it. */
function commonText(text: string, buckets: Buckets): string {
  const named = LAYERS.reduce((all, layer) => all.replaceAll(`s3://${buckets[layer]}/`, `s3://${layer}/`), text);
  return DIFFERENCES.reduce((all, { found, instead }) => all.replace(found, instead), named);
}

export interface Compared {
  /** What differs, or is missing on one side, an object each. */
  readonly problems: readonly string[];
  /** How many objects are the same in every byte, and how many in their text. */
  readonly sameBytes: number;
  readonly sameTexts: number;
}

export interface Comparison {
  readonly account: Objects;
  readonly folder: Objects;
  /** The account's. */
  readonly buckets: Buckets;
  readonly exceptions: Exceptions;
}

export function compareObjects({ account, folder, buckets, exceptions }: Comparison): Compared {
  const ours = byCommonPath(account, (path) => !excepted(path, exceptions.onlyInTheAccount));
  const theirs = byCommonPath(folder, (path) => !excepted(path, exceptions.onlyInTheFolder));
  const problems: string[] = [];
  const same = { bytes: 0, texts: 0 };
  for (const path of [...new Set([...ours.keys(), ...theirs.keys()])].sort()) {
    const [here, there] = [ours.get(path), theirs.get(path)];
    if (here === undefined) problems.push(`${path} is in the folder only`);
    else if (there === undefined) problems.push(`${path} is in the account only`);
    else if (Buffer.compare(here, there) === 0) same.bytes += 1;
    else if (excepted(path, exceptions.neverTheSame)) continue;
    else if (TEXT.test(path) && common(here, buckets) === common(there, buckets)) same.texts += 1;
    else
      problems.push(
        `${path} differs${TEXT.test(path) ? firstDifference(common(here, buckets), common(there, buckets)) : ''}`,
      );
  }
  return { problems, sameBytes: same.bytes, sameTexts: same.texts };
}

/** Of two documents of JSON, whatever the order of their fields: nothing, or where they differ first. */
export function compareTexts(account: string, folder: string, buckets: Buckets): readonly string[] {
  const [ours, theirs] = [account, folder].map((text) => canonical(JSON.parse(commonText(text, buckets))));
  return ours === theirs ? [] : [`the two print different things${firstDifference(ours ?? '', theirs ?? '')}`];
}

/** The index of a roll-back is named by the hash of its id, which holds a time. */
function byCommonPath(objects: Objects, isKept: (path: string) => boolean): Map<string, Uint8Array> {
  const kept = [...objects].filter(([path]) => isKept(path));
  return new Map(
    kept.map(([path, body]) => [path.replace(/\/transitions\/[0-9a-f]{64}/, () => `/transitions/${idIn(body)}`), body]),
  );
}

function idIn(body: Uint8Array): string {
  const [, id = ''] = /"transitionId": ?"([^"]*)"/.exec(Buffer.from(body).toString('utf8')) ?? [];
  return createHash('sha256')
    .update(id.replace(/TIME|\d{8}T\d{9}Z/, 'TIME'))
    .digest('hex');
}

function common(body: Uint8Array, buckets: Buckets): string {
  return commonText(Buffer.from(body).toString('utf8'), buckets);
}

function excepted(path: string, exceptions: readonly Exception[]): boolean {
  return exceptions.some((exception) => exception.path.test(path));
}

/** What both have around the first letter that differs. */
function firstDifference(account: string, folder: string): string {
  let at = 0;
  while (account[at] === folder[at]) at += 1;
  const shown = (text: string) => JSON.stringify(text.slice(Math.max(0, at - 60), at + 60));
  return `: the account has ${shown(account)}, the folder ${shown(folder)}`;
}
