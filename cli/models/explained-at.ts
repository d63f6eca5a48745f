import type { ExplainedSeries } from '../../core/forecast/explain-series.ts';

/** One period of an explained series, for a program as for a person. */
export type ExplainedValue = ReturnType<typeof explainedAt>;

/** @param at index of the period */
export function explainedAt(
  { members, share, average, yhat, half, ratios, intervals, effects }: ExplainedSeries,
  at: number,
) {
  const chosen = members.find(({ isChoice }) => isChoice)?.yhat;
  return {
    share,
    average: average[at],
    choice: chosen?.[at] ?? null,
    yhat: yhat[at],
    half: half[at],
    ratios,
    members: members.map(({ candidate, yhat: own, weight, isChoice, part, parts }) => ({
      candidate,
      yhat: own?.[at] ?? null,
      weight,
      isChoice,
      part,
      adds: own === undefined ? 0 : part * own[at],
      parts: parts?.map(({ name, values }) => ({ name, value: values[at] })) ?? null,
    })),
    intervals: intervals.map(({ level, scale, lower, upper }) => ({
      level,
      scale: scale[at],
      lower: lower[at],
      upper: upper[at],
    })),
    effects: effects.map(({ name, values }) => ({ name, value: values[at] })),
  };
}
