import type { RunRecord } from './run-record.ts';

type Look = RunRecord['production']['looks'][number];

export interface Refreshes {
  readonly fitted: readonly Look[];
  /** Of those, the ones that the guard let pass, and the others. */
  readonly live: readonly Look[];
  readonly refused: readonly Look[];
}

/** The looks that fitted the recipe in Production anew. */
export function refreshesAmong(looks: readonly Look[]): Refreshes {
  const fitted = looks.filter((look) => look.kind === 'refresh' && look.fitted !== null);
  const [live, refused] = [fitted.filter((look) => !isRefused(look)), fitted.filter(isRefused)];
  return { fitted, live, refused };
}

/** Of a look, whatever it fitted. */
export function isRefused({ refusals }: Pick<Look, 'refusals'>): boolean {
  return refusals.length > 0;
}

/** Whether the version that the window's selection fitted is the one that went live. */
export function wentLive({ modelVersion, promotion: { outcome, version } }: RunRecord): boolean {
  return outcome === 'promoted' && version === modelVersion;
}
