import { beforeAll, expect, it } from '@jest/globals';
import { describeWith } from '../../../support/oracles.ts';
import { pythonVenv } from '../../../support/python.ts';
import { LOGISTIC_SHAPES, MULTIPLICATIVE_SHAPES } from './joint-shapes.ts';
import { SHAPES } from './shapes.ts';
import { type Answer, ask, distance, logPosterior, own } from './stan-oracle.ts';

/** With as many parameters as observations the posterior grows without limit as sigma goes to zero: there is no mode to compare. */
const WITHOUT_MODE = ['two observations'];
const CONSTANT = ['constant', 'constant zero'];
const CONCAVE = SHAPES.filter(({ name }) => ![...WITHOUT_MODE, ...CONSTANT].includes(name));
/** Where Stan may end in another mode. */
const JOINT = [...MULTIPLICATIVE_SHAPES, ...LOGISTIC_SHAPES];
const REGULAR = [...CONCAVE, ...JOINT];

const python = await pythonVenv('prophet', ['prophet==1.5.0']);

describeWith('python3', python)('against Stan', () => {
  const answers = new Map<string, Answer>();
  const answerFor = (name: string): Answer => answers.get(name)!;

  // One call each: every one has a limit of time of its own.
  for (const shapes of [SHAPES, MULTIPLICATIVE_SHAPES, LOGISTIC_SHAPES]) {
    beforeAll(async () => {
      for (const answer of await ask(python!, shapes)) answers.set(answer.name, answer);
    });
  }

  it.each(REGULAR)('the log posterior of this test is the one that Stan climbs: $name', (shape) => {
    const { usual } = answerFor(shape.name);
    expect(logPosterior(usual, shape)).toBeCloseTo(usual.logPosterior!, 2);
  });

  it.each(REGULAR)('the log posterior is never below: $name', (shape) => {
    const { usual, closer } = answerFor(shape.name);
    const ours = logPosterior(own(shape), shape);
    // Stan prints its parameters with eight digits.
    expect(ours).toBeGreaterThan(usual.logPosterior! - 1e-4);
    expect(ours).toBeGreaterThan((closer?.logPosterior ?? -Infinity) - 1e-4);
  });

  it.each(REGULAR)('yhat differs by no more than Stan stops short of its optimum: $name', (shape) => {
    const { usual, closer } = answerFor(shape.name);
    const ours = own(shape);
    const rows = shape.series.ds.length;
    for (const stan of [usual, closer]) {
      if (stan === null) continue;
      const deficit = Math.max(0, logPosterior(ours, shape) - stan.logPosterior!);
      // The likelihood alone is a paraboloid of curvature Z'Z / sigma^2, so a deficit bounds the distance within the history.
      expect(distance(ours, stan, { start: 0, end: rows })).toBeLessThan(Math.sqrt(2 * deficit) + 0.003);
      expect(distance(ours, stan, { start: rows, end: ours.yhat.length })).toBeLessThan(6 * Math.sqrt(deficit) + 0.003);
    }
  });

  it.each(REGULAR)('has the same changepoints and widths of intervals: $name', (shape) => {
    const { usual, closer } = answerFor(shape.name);
    const ours = own(shape);
    const stan = closer ?? usual;
    expect(ours.count).toBe(shape.python.growth === 'flat' ? 0 : Math.max(stan.changepoints.length, 1));
    expect(stan.changepoints.map((date) => date.slice(0, 10))).toEqual(
      expect.arrayContaining(ours.changepoints.map((date) => date.slice(0, 10))),
    );
    const width = (fit: { lower: ArrayLike<number>; upper: ArrayLike<number> }) => {
      let sum = 0;
      for (let i = 0; i < ours.yhat.length; i++) sum += fit.upper[i] - fit.lower[i];
      return sum / ours.yhat.length;
    };
    // Prophet's quantiles of 1000 draws scatter by 4 % each; their mean over the dates less so.
    expect(Math.abs(width(ours) / width(stan) - 1)).toBeLessThan(0.05);
  });

  it.each(SHAPES.filter(({ name }) => CONSTANT.includes(name)))(
    'repeats a series that never changes: $name',
    (shape) => {
      expect(Array.from(own(shape).yhat)).toEqual(answerFor(shape.name).usual.yhat);
    },
  );
});
