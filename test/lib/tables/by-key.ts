import type { Row } from './table.ts';

const REPLAY = '/replays/*/';

/**
 * What a role may do by key, as a person reads it: a right that is the same within replays is one line, and so is the right to list what may be read.
 */
export function byKey(rows: readonly Row[]): readonly Row[] {
  return inReplaysAsWell(rows).map((row) => listed(row, rows));
}

function inReplaysAsWell(rows: readonly Row[]): readonly Row[] {
  const has = (row: Row) => rows.some((other) => other.join('\t') === row.join('\t'));
  const outside = ([who, resource, ...rest]: Row): Row => [who, resource.replace(REPLAY, '/'), ...rest];
  const within = ([who, resource, ...rest]: Row): Row => [who, resource.replace('/', REPLAY), ...rest];
  return rows
    .filter((row) => !row[1].includes(REPLAY) || !has(outside(row)))
    .map((row) => (row[1].includes('/') && !row[1].includes(REPLAY) && has(within(row)) ? withReplays(row) : row));
}

function withReplays([who, resource, ...rest]: Row): Row {
  return [who, resource.replace('/', '/[replays/*/]'), ...rest];
}

/** A list whose prefixes are the keys that may be read, and no others. */
function listed(row: Row, rows: readonly Row[]): Row {
  const [who, bucket, actions] = row;
  const read = rows
    .filter(
      ([other, resource, may]) => other === who && resource.startsWith(`${bucket}/`) && may.includes('s3:GetObject'),
    )
    .map(([, resource]) => resource.slice(bucket.length + 1));
  const condition = JSON.stringify({ StringLike: { 's3:prefix': read.sort().length === 1 ? read[0] : read } });
  const several = JSON.stringify({ StringLike: { 's3:prefix': read } });
  const isThat = [condition, several].some((one) => actions === `s3:ListBucket if ${one}`);
  return isThat ? [who, bucket, 's3:ListBucket of what it reads'] : row;
}
