import type { Dataset } from '../contracts/dataset.ts';
import type { ObjectInfo } from '../ports.ts';

/**
 * The files under a source's prefix: the prefix is a file or a folder, never the beginning of another's name. Names that start
 * with '_' or '.' are other programs' markers, by the convention of Hadoop and Spark.
 */
export function deliveredFiles(objects: readonly ObjectInfo[], prefix: string): readonly ObjectInfo[] {
  const folder = prefix.endsWith('/') ? prefix : `${prefix}/`;
  return objects.filter(({ key }) => key === prefix || (key.startsWith(folder) && !isMarker(key.slice(folder.length))));
}

/** Names of folders, and what other programs leave beside data. */
export function isMarker(path: string): boolean {
  return (
    path.endsWith('/') || path === '' || path.split('/').some((part) => part.startsWith('_') || part.startsWith('.'))
  );
}

/** What beside the content decides what bronze gets from a file: hashed together with it, so that another mapping reads the file anew. */
export function columnMapping({ source, columns, regressors }: Pick<Dataset, 'source' | 'columns' | 'regressors'>) {
  const known = regressors.length === 0 ? [] : [regressors];
  return JSON.stringify([source.format, columns.id ?? null, columns.timestamp, columns.target, ...known]);
}

/** The log's transaction of a delivery that bronze never had: its content, whatever its file is called. */
export function deliveryTxn(delivery: string): DeliveryTxn {
  return { appId: DELIVERY_APP + delivery, version: 0 };
}

export interface DeliveryTxn {
  readonly appId: string;
  readonly version: number;
}

/** The last version of each transaction, as bronze's log has it. */
export type Txns = ReadonlyMap<string, number>;

/** Whether bronze holds what the delivery gave: an odd version says that it left with the files of its source, an even one that it is there. */
export function isHeld(txns: Txns, delivery: string): boolean {
  return (txns.get(DELIVERY_APP + delivery) ?? 1) % 2 === 0;
}

/** The transaction with which a delivery comes, leaves, or comes back. */
export function nextTxn(txns: Txns, delivery: string): DeliveryTxn {
  const { appId } = deliveryTxn(delivery);
  return { appId, version: (txns.get(appId) ?? -1) + 1 };
}

/** undefined where the transaction is of something else. */
export function deliveryOfTxn(appId: string): string | undefined {
  return appId.startsWith(DELIVERY_APP) ? appId.slice(DELIVERY_APP.length) : undefined;
}

const DELIVERY_APP = 'delivery:';
