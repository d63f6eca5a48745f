import { scaleLinear, scaleUtc } from 'd3-scale';
import { area, curveStepBefore, line, stack } from 'd3-shape';
import { percent, rangeText } from '../../core/contracts/figures.ts';
import { own } from '../../core/contracts/own.ts';
import { dateLine } from '../date-line.ts';
import { markup, type Markup } from '../markup.ts';
import type { ReportData } from '../report-data.ts';
import { number, table, text } from '../table.ts';

/** Of the drawing, which is stretched to its place; words stand outside of it. */
const WIDTH = 1000;
const HEIGHT = 100;
const COLOURS = 8;

/** What the forecasts of the time before a look were made of, as its rows were scored. */
interface Point {
  readonly ms: number;
  readonly parts: Readonly<Record<string, number>>;
  readonly share: number;
}

/** What the forecasts in force were made of, and how much of it is the average's: absent where no look has scored any. */
export function leaning({ windows }: ReportData): Markup | undefined {
  const looks = windows.flatMap(({ evaluate, recipe, production }) =>
    production.looks.flatMap(({ asOf, scored }) => (scored === null ? [] : [{ asOf, scored, evaluate, recipe }])),
  );
  if (looks.length === 0) return undefined;
  const points = looks.map(({ asOf, scored }) => {
    return { ms: Date.parse(asOf), parts: scored.weights, share: scored.share.before.average };
  });
  const names = [...new Set(points.flatMap(({ parts }) => Object.keys(parts)))];
  const start = Date.parse(looks[0].evaluate.start);
  const isBlend = looks.some(({ recipe }) => recipe === 'blend');
  const rows = looks.map(({ asOf, scored, evaluate }) => [
    asOf,
    rangeText(evaluate),
    scored.share.before.average.toFixed(3),
    scored.share.after.average.toFixed(3),
    ...names.map((name) => percent(scored.weights[name])),
  ]);
  const columns = [text('Look'), text('Window'), number('Share of the average'), number('As learned')];
  return markup`<h3>What the forecasts were made of</h3>
<figure class="chart">${figureOf([{ ...points[0], ms: start }, ...points], names, isBlend)}
<figcaption class="soft small"><span class="swatches">${names.map(
    (name, k) => markup`<span><i style="background:var(--c${(k % COLOURS) + 1})"></i>${name}</span>`,
  )}${isBlend ? markup`<span><i class="stroke"></i>share of the average; the rest is the choice's</span>` : undefined}</span>
Each candidate's part in the forecasts in force${isBlend ? ', as average and as choice' : undefined}, the mean over the series.</figcaption></figure>
<details><summary>The same as a table, look by look</summary>${table('Parts in the forecasts since the look before', [...columns, ...names.map(number)], rows)}</details>`;
}

function figureOf(points: readonly Point[], names: readonly string[], isBlend: boolean): Markup {
  const [first, last] = [points[0].ms, points[points.length - 1].ms];
  const x = scaleUtc([first, Math.max(last, first + 1)], [0, WIDTH]);
  const y = scaleLinear([0, 1], [HEIGHT, 0]);
  const layers = stack<Point, string>()
    .keys(names)
    .value(({ parts }, name) => own(parts, name) ?? 0)([...points]);
  const region = area<(typeof layers)[number][number]>()
    .curve(curveStepBefore)
    .x(({ data }) => x(data.ms))
    .y0(([low]) => y(low))
    .y1(([, high]) => y(high))
    .digits(1);
  const share = line<Point>()
    .curve(curveStepBefore)
    .x(({ ms }) => x(ms))
    .y((point) => y(point.share))
    .digits(1);
  return markup`<div class="leaning"><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="Parts of ${names.join(', ')} over time; the table below says the same">
${layers.map((layer, k) => markup`<path d="${region(layer) ?? ''}" fill="var(--c${(k % COLOURS) + 1})" class="layer"><title>${names[k]}</title></path>`)}
${isBlend ? markup`<path d="${share(points) ?? ''}" class="share-ground"/><path d="${share(points) ?? ''}" class="share"/>` : undefined}</svg>
${[100, 50, 0].map((value) => markup`<span class="soft small" style="bottom:${value}%">${value} %</span>`)}</div>
${dateLine(first, last)}`;
}
