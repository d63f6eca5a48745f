import { inUnit, measured } from '../unit.ts';
import type { PageData } from '../page-data.ts';
import { colour, labelled, lineStyle, numbersAcross, Plot, type PlotSpec, sayIn } from './plot.ts';

interface Point {
  readonly candidate: string;
  readonly label: string;
  readonly promised: number;
  readonly realised: number;
}

/** A point a candidate and window: what cross-validation promised across, what came true up. */
export function showPromises(data: PageData): void {
  const points = pointsOf(data);
  if (points.length > 0) new Plot('promise-plot').show(() => promiseSpec(data, points));
}

function pointsOf({ windows, candidates }: PageData): readonly Point[] {
  const points = windows.flatMap(({ scores, label }) =>
    candidates.flatMap((candidate) => {
      if (!Object.hasOwn(scores, candidate)) return [];
      const [promised, realised] = [scores[candidate].crossValidation.rmse, scores[candidate].realised.rmse];
      return promised === null || realised === null ? [] : [{ candidate, label, promised, realised }];
    }),
  );
  return points.sort((a, b) => a.promised - b.promised);
}

function promiseSpec({ candidates, unit }: PageData, points: readonly Point[]): PlotSpec {
  const promised = points.map((point) => point.promised);
  const columns = candidates.map((name) =>
    points.map(({ candidate, realised }) => (candidate === name ? realised : null)),
  );
  const [low, high] = [promised[0], promised[promised.length - 1]];
  const margin = (high - low || high) * 0.06;
  const say = sayIn(unit);
  return {
    data: [promised, promised, ...columns],
    series: [
      { label: 'Promised', value: say },
      { label: 'As promised', stroke: colour('soft'), dash: [4, 4], width: 1.5, points: { show: false }, value: say },
      ...candidates.map((name, index) => {
        const { stroke } = lineStyle(index);
        return { label: name, stroke, paths: () => null, points: { show: true, size: 9, fill: stroke }, value: say };
      }),
    ],
    scales: { x: { time: false, range: [low - margin, high + margin] } },
    x: { ...numbersAcross(), ...labelled(inUnit('RMSE in cross-validation', unit)) },
    yLabel: inUnit('RMSE of what came true', unit),
    hasRest: false,
    describe: (index) => {
      const { candidate, label, realised } = points[index];
      return `${candidate}, ${label}: promised ${measured(points[index].promised, unit)}, came true ${measured(realised, unit)}`;
    },
  };
}
