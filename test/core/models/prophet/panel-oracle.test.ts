import { beforeAll, expect, it } from '@jest/globals';
import { knownAsOf } from '../../../../core/features/known-as-of.ts';
import { modelFor } from '../../../../core/models/family.ts';
import { prophet } from '../../../../core/models/prophet/prophet.ts';
import { parsePeriod } from '../../../../core/series/time-axis.ts';
import { describeWith } from '../../../support/oracles.ts';
import { pythonVenv } from '../../../support/python.ts';
import { type Shape, shape, uniforms } from './shapes.ts';
import { type Answer, ask, distance, logPosterior, own } from './stan-oracle.ts';

const [DAYS, HORIZON] = [500, 30];

/** A shop whose price and promotions are its own, in its own currency; what they do to its sales is, too. */
function shop(seed: number, { currency, perPrice, perPromo }: Record<'currency' | 'perPrice' | 'perPromo', number>) {
  const uniform = uniforms(seed);
  const days = Array.from({ length: DAYS + HORIZON }, () => ({ price: 8 + 4 * uniform(), promo: uniform() < 0.2 }));
  const dated = (value: (day: (typeof days)[number]) => number) =>
    Object.fromEntries(
      days.map((day, i) => [new Date((4018 + i) * 86_400_000).toISOString().slice(0, 10), value(day)]),
    );
  return shape(`shop ${seed}`, {
    length: DAYS,
    horizon: HORIZON,
    seed,
    value: (i, noise) =>
      100 +
      6 * Math.cos((2 * Math.PI * i) / 7) -
      perPrice * days[i].price +
      perPromo * Number(days[i].promo) +
      3 * noise(),
    regressors: [
      { name: 'price', values: dated(({ price }) => currency * price) },
      { name: 'promo', values: dated(({ promo }) => Number(promo)) },
    ],
  });
}

const PANEL = [
  shop(1, { currency: 1, perPrice: 4, perPromo: 20 }),
  shop(2, { currency: 100, perPrice: 1, perPromo: -10 }),
  shop(3, { currency: 0.01, perPrice: 0, perPromo: 0 }),
];

/** The rows of the features table, and one that says another price for each day and comes too late. */
function tableOf(shops: readonly Shape[]) {
  const rows = shops.flatMap(({ series: { uniqueId }, axis, regressors }) =>
    regressors.flatMap(({ name: regressor, values }) =>
      Object.entries(values).flatMap(([date, value]) => {
        const row = { uniqueId, regressor, period: parsePeriod(axis, date) };
        return [
          { ...row, value, knownAt: NaN },
          { ...row, value: value + 50, knownAt: 4018 + DAYS },
        ];
      }),
    ),
  );
  return {
    uniqueId: rows.map(({ uniqueId }) => uniqueId),
    regressor: rows.map(({ regressor }) => regressor),
    period: Int32Array.from(rows, ({ period }) => period),
    value: Float64Array.from(rows, ({ value }) => value),
    knownAt: Float64Array.from(rows, ({ knownAt }) => knownAt),
  };
}

const panel = prophet.build({ axis: PANEL[0].axis, seasonLength: 7, seed: 1 }, prophet.options.parse({}));
const known = knownAsOf(tableOf(PANEL), ['price', 'promo'], 4018 + DAYS - 1);
const fitted = (one: Shape, { name: whose }: Shape = one) =>
  own(one, modelFor(panel, { regressors: known.get(whose) }));

const python = await pythonVenv('prophet', ['prophet==1.5.0']);

describeWith('python3', python)('a panel with regressors of each series against Stan, series by series', () => {
  let answers: readonly Answer[] = [];

  beforeAll(async () => {
    answers = await ask(python!, PANEL);
  });

  it.each(PANEL)('the log posterior is never below: $name', (one) => {
    const { usual, closer } = answers.find(({ name }) => name === one.name)!;
    const ours = logPosterior(fitted(one), one);
    expect(logPosterior(usual, one)).toBeCloseTo(usual.logPosterior!, 2);
    // Stan prints its parameters with eight digits.
    expect(ours).toBeGreaterThan(usual.logPosterior! - 1e-4);
    expect(ours).toBeGreaterThan(closer!.logPosterior! - 1e-4);
  });

  it.each(PANEL)('yhat differs by no more than Stan stops short of its optimum: $name', (one) => {
    const { usual, closer } = answers.find(({ name }) => name === one.name)!;
    const ours = fitted(one);
    for (const stan of [usual, closer!]) {
      const deficit = Math.max(0, logPosterior(ours, one) - stan.logPosterior!);
      // As in stan.test.ts; 0.003 of the noise is what Newton's method leaves.
      expect(distance(ours, stan, { start: 0, end: DAYS })).toBeLessThan(Math.sqrt(2 * deficit) + 0.003);
      expect(distance(ours, stan, { start: DAYS, end: DAYS + HORIZON })).toBeLessThan(6 * Math.sqrt(deficit) + 0.003);
    }
  });

  it("another shop's regressors would be seen", () => {
    const [first, second] = PANEL;
    const { closer } = answers.find(({ name }) => name === first.name)!;
    expect(distance(fitted(first, second), closer!, { start: DAYS, end: DAYS + HORIZON })).toBeGreaterThan(1);
  });
});
