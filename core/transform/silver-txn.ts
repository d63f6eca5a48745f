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
  return txnOfReading(APP, txns, { reading, bronzeVersion });
}

/** As above, of another table that is read from bronze. @param app what its transactions begin with */
export function txnOfReading(
  app: string,
  txns: ReadonlyMap<string, number>,
  { reading, bronzeVersion }: { readonly reading: string; readonly bronzeVersion: number },
): { readonly appId: string; readonly version: number } | undefined {
  const appId = app + reading;
  const readers = [...txns].filter(([other, version]) => other.startsWith(app) && version >= bronzeVersion);
  const isContested = readers.length > 1 && readers.some(([reader]) => reader === appId);
  return isContested ? undefined : { appId, version: bronzeVersion };
}
