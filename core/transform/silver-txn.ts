const APP = 'transform:';

/** The bronze version that silver was last brought up to, under whatever contract; 0 at first. */
export function doneVersion(txns: ReadonlyMap<string, number>): number {
  return Math.max(0, ...[...txns].filter(([appId]) => appId.startsWith(APP)).map(([, version]) => version));
}

/**
 * The transaction under which silver is replaced, so that doing it again does nothing. undefined where the log cannot tell whose
 * rows the table holds, because two contracts have read the same bronze version: then it is written again.
 *
 * @param reading hash of everything that silver depends on beside bronze
 */
export function silverTxn(
  txns: ReadonlyMap<string, number>,
  reading: string,
  bronzeVersion: number,
): { readonly appId: string; readonly version: number } | undefined {
  const appId = APP + reading;
  const readers = [...txns].filter(([other, version]) => other.startsWith(APP) && version >= bronzeVersion);
  const isContested = readers.length > 1 && readers.some(([reader]) => reader === appId);
  return isContested ? undefined : { appId, version: bronzeVersion };
}
