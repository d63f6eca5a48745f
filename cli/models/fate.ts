import type { Transition } from '../../core/contracts/promotion.ts';
import { SHADOW_RUN } from '../../core/contracts/steps/common.ts';
import type { StagedVersion } from './versions.ts';

/** What became of a version: its stage is Archived whether it was live once, or was refused. */
export interface Fate {
  readonly was: 'live' | 'once live' | 'shadow' | 'refused' | 'never live';
  /** The version that took its place, the last time that one did. */
  readonly followedBy: number | null;
}

/** @param history every move of Production, oldest first */
export function fateOf({ version, stage }: StagedVersion, history: readonly Transition[]): Fate {
  const number = version.version;
  if (history.at(-1)?.to === number) return { was: 'live', followedBy: null };
  const left = history.findLast(({ from, to }) => from === number && to !== number);
  if (left !== undefined) return { was: 'once live', followedBy: left.to };
  if (version.runId.endsWith(SHADOW_RUN)) return { was: 'shadow', followedBy: null };
  return { was: stage === 'Archived' ? 'refused' : 'never live', followedBy: null };
}

/** 'once live, then 7' */
export function fateText({ was, followedBy }: Fate): string {
  return followedBy === null ? was : `${was}, then ${followedBy}`;
}
