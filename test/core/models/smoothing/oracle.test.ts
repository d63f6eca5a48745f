import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { beforeAll, expect, it } from '@jest/globals';
import { correlatedNoise, uniform } from '../../../../bench/data/noise.ts';
import { PYTHON_PACKAGES } from '../../../../bench/peers/peers.ts';
import type { ModelFamily, ModelSetting } from '../../../../core/models/family.ts';
import { damped } from '../../../../core/models/smoothing/damped.ts';
import { theta } from '../../../../core/models/smoothing/theta.ts';
import { describeWith } from '../../../support/oracles.ts';
import { pythonVenv } from '../../../support/python.ts';

/** What statsforecast and statsmodels make of the series with the parameters that we found. */
interface Answer {
  readonly theta: readonly number[];
  readonly damped: { readonly sse: number; readonly yhat: readonly number[] };
}

const STEPS = 12;
/** No seasons: what is compared is the smoothing itself. */
const SETTING: ModelSetting = { axis: { frequency: 'year', phase: 0 }, seasonLength: 1, seed: 1 };
const SERIES = Array.from({ length: 24 }, (_, k) => wandering(k));

/** Levels, trends, noise and lengths of many kinds, around zero as well. */
function wandering(seed: number): Float64Array {
  const random = uniform(seed);
  const noise = correlatedNoise(seed, random() * 0.9);
  const [length, level, slope] = [8 + Math.floor(random() * 120), 200 * (random() - 0.3), 4 * (random() - 0.5)];
  let walk = 0;
  return Float64Array.from({ length }, (_, t) => level + slope * t + (walk += noise()) + 5 * noise());
}

function fitted<State>(family: ModelFamily<object, State>, y: Float64Array) {
  const model = family.build(SETTING, {});
  const state = model.prepare({ uniqueId: 's', ds: Int32Array.from(y, (_, t) => t), y }).fit(y.length);
  const ds = Int32Array.from({ length: STEPS }, (_, i) => y.length + i);
  return { state, yhat: model.forecast(state, ds, 0.8).yhat };
}

const OURS = SERIES.map((y) => ({ y, theta: fitted(theta, y), damped: fitted(damped, y) }));
const python = await pythonVenv('statsforecast', PYTHON_PACKAGES.statsforecast);

describeWith('python3', python)('statsforecast and statsmodels', () => {
  let answers: readonly Answer[];

  beforeAll(async () => {
    const child = spawn(python!, [new URL('smoothing_oracle.py', import.meta.url).pathname], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    child.stdin.end(
      JSON.stringify(
        OURS.map(
          ({
            y,
            theta: {
              state: { curve },
            },
            damped: { state },
          }) => ({
            z: [...y],
            steps: STEPS,
            theta: { alpha: curve.alpha },
            damped: { phi: state.curve.phi, beta: state.curve.beta, alpha: state.curve.alpha },
          }),
        ),
      ),
    );
    answers = JSON.parse(await text(child.stdout)) as readonly Answer[];
  });

  it('can be asked for theta in most cases', () => {
    expect(SERIES.filter((_, k) => hasForgotten(k)).length).toBeGreaterThanOrEqual(16);
  });

  it.each(SERIES.map((_, k) => k))('forecast series %i as we do', (k) => {
    const { theta: ourTheta, damped: ourDamped } = OURS[k];
    if (hasForgotten(k)) expectClose(ourTheta.yhat, answers[k].theta);
    expectClose(ourDamped.yhat, answers[k].damped.yhat);
    expectClose([ourDamped.state.curve.squares], [answers[k].damped.sse]);
  });
});

/**
 * Whether the series' beginning is below rounding in its last level. Until then statsforecast counts the intercept of the regression in,
 * which stands for a level that began at half the first value; ours began at the first value, as we tell it too.
 */
function hasForgotten(k: number): boolean {
  return (1 - OURS[k].theta.state.curve.alpha) ** SERIES[k].length < 1e-12;
}

/** To nine digits of the larger of value and one. */
function expectClose(ours: ArrayLike<number>, theirs: readonly number[]): void {
  const off = Array.from(ours, (value, i) => Math.abs(value - theirs[i]) / Math.max(1, Math.abs(theirs[i])));
  expect(off).toHaveLength(theirs.length);
  expect(Math.max(...off)).toBeLessThan(1e-9);
}
