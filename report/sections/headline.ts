import { yardsticksText } from '../../core/backtest/yardstick.ts';
import { figure, periodText, plural, rangeText } from '../../core/contracts/figures.ts';
import { isRefused, type Refreshes, refreshesAmong } from '../../core/evaluate/refreshes.ts';
import type { RunRecord } from '../../core/evaluate/run-record.ts';
import { perfectNaives, usersRatio } from '../../core/evaluate/users-error.ts';
import { worthOf } from '../../core/evaluate/worth.ts';
import { describeOtherRecipe, recipeName } from '../../core/train/recipe.ts';
import type { ReportData } from '../report-data.ts';

type Windows = ReportData['windows'];

/** What happened, in three sentences: what users got against the naive, who is live, and what needs a person's attention. */
export function headline(data: ReportData): readonly [got: string, live: string, attention: string] {
  const needs = attentions(data);
  return [
    gotText(data.windows),
    liveText(data),
    needs.length === 0 ? "Nothing needs a person's attention." : `For a person to look at: ${needs.join('; ')}.`,
  ];
}

function gotText(windows: Windows): string {
  const scored = windows.flatMap((window) => {
    const ratio = usersRatio(window);
    return ratio === null ? [] : [{ window, ratio }];
  });
  const unmeasured = perfectNaives(windows);
  if (scored.length === 0) return unmeasured ?? 'No window has both a realised error and a naive error yet.';
  const naive = yardsticksText(windows.map(({ yardstick }) => yardstick.name));
  const mean = scored.reduce((sum, { ratio }) => sum + ratio, 0) / scored.length;
  const better = scored.filter(({ ratio }) => ratio < 1).length;
  const worst = scored.reduce((a, b) => (b.ratio > a.ratio ? b : a));
  const over =
    scored.length === 1
      ? ` in ${rangeText(worst.window.evaluate)}`
      : ` on average, and was better in ${better} of ${plural(scored.length, 'window')}, at worst ${figure(worst.ratio)} in ${rangeText(worst.window.evaluate)}`;
  return `What users got has ${figure(mean)} of the RMSE of the ${naive}${over}.${unmeasured === undefined ? '' : ` ${unmeasured}`}`;
}

function liveText({ versions, windows }: ReportData): string {
  const live = versions.find(({ stage }) => stage === 'Production');
  const refreshed = refreshesOf(windows);
  const [counted, wentLive, refused] = [refreshed.fitted.length, refreshed.live.length, refreshed.refused.length];
  const refreshes =
    counted === 0
      ? ''
      : refused === 0
        ? `; ${counted === 1 ? 'the one refresh' : `all ${plural(counted, 'refresh', 'refreshes')}`} of looks went live`
        : `; of ${plural(counted, 'refresh', 'refreshes')} of looks ${wentLive} went live, and ${refused} ${refused === 1 ? 'was' : 'were'} refused`;
  if (live === undefined) {
    const last = windows.at(-1)?.production;
    const version = last?.looks.at(-1)?.version ?? last?.version ?? null;
    return version === null ? 'Nothing is in Production.' : `Version ${version} is in Production${refreshes}.`;
  }
  const fit = live.refreshOf === null ? 'a selection' : `a refresh of version ${live.refreshOf}`;
  return `Version ${live.version} is in Production: ${recipeName(live)}, ${fit}, trained up to ${periodText(live.training.window.end)}${refreshes}.`;
}

/** Those of the looks of all windows. */
export function refreshesOf(windows: Windows): Refreshes {
  return refreshesAmong(windows.flatMap(({ production: { looks } }) => looks));
}

function attentions(data: ReportData): readonly string[] {
  const { windows, failed, transitions, versions, dataset } = data;
  const [present, newest] = [transitions.at(-1), windows.at(-1)];
  const live = versions.find(({ stage }) => stage === 'Production');
  const other = live && describeOtherRecipe(dataset, live);
  const unscored = windows.filter(({ notScored }) => notScored !== null).length;
  const lastRatio = newest === undefined ? null : usersRatio(newest);
  return [
    ...(failed.length === 0 ? [] : [`${plural(failed.length, 'window')} failed`]),
    ...(unscored === 0 ? [] : [`${plural(unscored, 'window')} could not be scored`]),
    ...(present?.action === 'roll-back'
      ? [
          `version ${present.to} is held since a roll-back by ${present.by}, until somebody releases it or the next selection goes live`,
        ]
      : []),
    ...(newest === undefined ? [] : refusedText(newest)),
    ...wronglyRefused(windows),
    ...(newest === undefined ? [] : implausibleText(newest)),
    ...(lastRatio !== null && lastRatio > 1 ? ['in the newest window the naive was closer than what users got'] : []),
    ...(other === undefined ? [] : [`${other.charAt(0).toLowerCase()}${other.slice(1)}`]),
  ];
}

/** What the newest window's selection came to, where it did not go live. */
function refusedText({ promotion, modelVersion, yardstick }: RunRecord): readonly string[] {
  const { outcome, version } = promotion;
  if (outcome === 'refused') return [`the newest selection, version ${modelVersion}, was refused`];
  return version === modelVersion
    ? []
    : [`the newest selection, version ${modelVersion}, gave way to the ${yardstick.name}`];
}

/** How far, and of which series, stands among what was left out. */
function implausibleText({ implausible: { forecasts, intervals } }: RunRecord): readonly string[] {
  const what = forecasts !== null ? 'forecasts' : intervals !== null ? 'intervals' : undefined;
  return what === undefined ? [] : [`${what} of the newest window lie far outside of everything observed`];
}

function wronglyRefused(windows: Windows): readonly string[] {
  const hindsights = windows.flatMap(({ production: { looks } }) =>
    looks.filter(isRefused).map(({ hindsight }) => hindsight),
  );
  const wrong = hindsights.filter((hindsight) => worthOf(hindsight).refusal === 'wrong').length;
  return wrong === 0
    ? []
    : [`the guard refused ${plural(hindsights.length, 'refresh', 'refreshes')}, in hindsight ${wrong} wrongly`];
}
