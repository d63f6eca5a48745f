import * as z from 'zod';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';

/**
 * The actions of a commit, as far as we use them; unknown fields are ignored, as the protocol asks.
 * https://github.com/delta-io/delta/blob/master/PROTOCOL.md#actions
 */
const texts = z.custom<Record<string, string | null>>(
  (value) => typeof value === 'object' && value !== null && Object.values(value).every(isTextOrNull),
  'texts by name',
);

/** Not zod's record: that leaves out a column of the name `__proto__`. */
function isTextOrNull(value: unknown): boolean {
  return value === null || typeof value === 'string';
}

/** A checkpoint has longs as bigints, at any depth. */
const integer = z.union([z.number(), z.bigint().transform(Number)]);

const deletionVectorSchema = z.object({
  storageType: z.string(),
  pathOrInlineDv: z.string(),
  /** null in a checkpoint. */
  offset: integer.nullish().transform((offset) => offset ?? undefined),
  sizeInBytes: integer,
  cardinality: integer,
});

const protocolSchema = z.object({
  minReaderVersion: z.number(),
  minWriterVersion: z.number(),
  readerFeatures: z.array(z.string()).optional(),
  writerFeatures: z.array(z.string()).optional(),
});

const metadataSchema = z.object({
  id: z.string(),
  name: z.string().optional(),
  description: z.string().optional(),
  format: z.object({ provider: z.string(), options: z.record(z.string(), z.string()).default({}) }),
  schemaString: z.string(),
  partitionColumns: z.array(z.string()).default([]),
  configuration: texts.default({}),
  createdTime: z.number().optional(),
});

const addSchema = z.object({
  path: z.string(),
  partitionValues: texts,
  size: z.number(),
  modificationTime: z.number(),
  dataChange: z.boolean(),
  stats: z.string().optional(),
  deletionVector: deletionVectorSchema.optional(),
});

const removeSchema = z.object({
  path: z.string(),
  deletionTimestamp: z.number().optional(),
  dataChange: z.boolean(),
  extendedFileMetadata: z.boolean().optional(),
  partitionValues: texts.optional(),
  size: z.number().optional(),
  deletionVector: deletionVectorSchema.optional(),
});

const txnSchema = z.object({ appId: z.string(), version: z.number(), lastUpdated: z.number().optional() });

const commitInfoSchema = z.looseObject({
  timestamp: z.number().optional(),
  operation: z.string().optional(),
  operationParameters: z.record(z.string(), z.unknown()).optional().catch(undefined),
  operationMetrics: z.record(z.string(), z.unknown()).optional(),
  userMetadata: z.string().optional().catch(undefined),
});

const actionSchema = z.object({
  commitInfo: commitInfoSchema.optional(),
  protocol: protocolSchema.optional(),
  metaData: metadataSchema.optional(),
  txn: txnSchema.optional(),
  remove: removeSchema.optional(),
  add: addSchema.optional(),
  sidecar: z.object({ path: z.string() }).optional(),
});

export type Action = z.infer<typeof actionSchema>;
export type Protocol = z.infer<typeof protocolSchema>;
export type Metadata = z.infer<typeof metadataSchema>;
export type AddAction = z.infer<typeof addSchema>;
export type RemoveAction = z.infer<typeof removeSchema>;
export type DeletionVector = z.infer<typeof deletionVectorSchema>;
export type TxnAction = z.infer<typeof txnSchema>;

/** One action a line. Keys stand in the order in which they were put, so that the same commit has the same bytes. */
export function encodeCommit(actions: readonly Action[]): Uint8Array {
  return new TextEncoder().encode(actions.map((action) => `${JSON.stringify(action)}\n`).join(''));
}

/** @throws TableCorrupt */
export function decodeCommit(bytes: Uint8Array, key: string): readonly Action[] {
  const lines = new TextDecoder().decode(bytes).split('\n');
  return lines.filter((line) => line.trim() !== '').map((line) => parseAction(line, key));
}

function parseAction(line: string, key: string): Action {
  try {
    return toAction(JSON.parse(line));
  } catch (cause) {
    throw new PlatformError(ERROR_NAMES.tableCorrupt, {
      problem: 'a line of the log is no action',
      got: `${key}: ${line.slice(0, 200)}`,
      hint: 'restore the object as its engine wrote it',
      cause,
    });
  }
}

/** An action as JSON or a checkpoint gives it: there null and absent are the same, and longs are bigints. */
export function toAction(raw: unknown): Action {
  return actionSchema.parse(withoutNulls(raw, 0));
}

/** Depth 2 is inside an action; below, a null is a partition's value. */
function withoutNulls(raw: unknown, depth: number): unknown {
  if (typeof raw === 'bigint') return Number(raw);
  if (depth === 2 || typeof raw !== 'object' || raw === null || Array.isArray(raw)) return raw;
  const entries = Object.entries(raw).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(entries.map(([name, value]) => [name, withoutNulls(value, depth + 1)]));
}
