/**
 * Where the future can go, as Prophet simulates it: changepoints come as a Poisson process of the history's rate, their sizes are
 * Laplace with the mean size of the history's, and noise is added. A change of size delta at c moves the trend by delta (t - c), so the
 * characteristic function of trend and noise together is, with u for the time since the history's end (its span being 1),
 *
 *   exp(-sigma^2 w^2 / 2 + rate u (arctan(x) / x - 1)),   x = scale u w
 *
 * Its inversion gives the quantiles that infinitely many of Prophet's draws would; a thousand draws leave each of them 4 % of
 * scatter. The normal distribution of the same variance would be up to a third too wide where the trend outweighs the noise.
 */
export interface PathDistribution {
  /** Standard deviation of the noise. */
  readonly sigma: number;
  /** Expected changepoints in one span of the history. */
  readonly rate: number;
  /** Mean absolute size of a change of slope. */
  readonly scale: number;
}

/** Below this excess kurtosis, the Cornish-Fisher term stands for the inversion: within 0.2 % of the half width up to a level of 0.95. */
const MILD_KURTOSIS = 0.1;
/** Inversions are made on this geometric grid of u, whatever dates are asked for, and interpolated: within 0.2 %, and 1 % where
 *  next to no noise meets next to no changepoints. */
const GRID_RATIO = 1.1;
const NEWTON_STEPS = 60;
const MAX_TERMS = 1000;
/** In units of 1 / sigma: the noise leaves exp(-12.5) of the term there. */
const LAST_FREQUENCY = 5;

/** Half widths of the central intervals of one fitted model. */
export class PathIntervals {
  private readonly paths: PathDistribution;
  private readonly level: number;
  private readonly z: number;
  /** By the grid's points of the gain, then of u. */
  private readonly logWidths = new Map<number, Map<number, number>>();

  /** @param z the half width of the standard normal interval of this level */
  constructor(paths: PathDistribution, { level, z }: { readonly level: number; readonly z: number }) {
    this.paths = paths;
    this.level = level;
    this.z = z;
  }

  /**
   * @param u time since the end of the history, in spans of it; no trend uncertainty for u <= 0
   * @param gain what the trend is multiplied by before the noise is added, at least 0
   */
  halfWidth(u: number, gain = 1): number {
    if (u <= 0 || gain === 0) return this.z * this.paths.sigma;
    const { deviation, kurtosis } = moments(this.paths, u, gain);
    if (kurtosis < MILD_KURTOSIS) return deviation * (this.z + (kurtosis * (this.z ** 3 - 3 * this.z)) / 24);
    // That of every additive model lies on the grid.
    if (gain === 1) return Math.exp(this.logWidthAt(u, 0));
    const position = gridPosition(gain);
    const left = Math.floor(position);
    const share = position - left;
    return Math.exp((1 - share) * this.logWidthAt(u, left) + share * this.logWidthAt(u, left + 1));
  }

  /** Of the trend without the noise, taken as normal; u is positive. */
  trendHalfWidth(u: number): number {
    return this.z * Math.sqrt((this.paths.rate * u ** 3 * 2 * this.paths.scale ** 2) / 3);
  }

  private logWidthAt(u: number, gainPoint: number): number {
    const position = gridPosition(u);
    const left = Math.floor(position);
    const share = position - left;
    return (1 - share) * this.logWidth(left, gainPoint) + share * this.logWidth(left + 1, gainPoint);
  }

  private logWidth(gridPoint: number, gainPoint: number): number {
    let widths = this.logWidths.get(gainPoint);
    if (widths === undefined) this.logWidths.set(gainPoint, (widths = new Map<number, number>()));
    let width = widths.get(gridPoint);
    if (width === undefined) {
      width = Math.log(invert(amplified(this.paths, GRID_RATIO ** gainPoint), GRID_RATIO ** gridPoint, this.level));
      widths.set(gridPoint, width);
    }
    return width;
  }
}

function amplified({ sigma, rate, scale }: PathDistribution, gain: number): PathDistribution {
  return { sigma, rate, scale: scale * gain };
}

function gridPosition(value: number): number {
  return Math.log(value) / Math.log(GRID_RATIO);
}

/** Cumulants of a compound Poisson process: rate times the integral of E[(delta v)^k], v from 0 to u. */
function moments(
  { sigma, rate, scale }: PathDistribution,
  u: number,
  gain = 1,
): { deviation: number; kurtosis: number } {
  // Products, not powers: this runs at every step of every forecast.
  const square = scale * scale * u * u * gain * gain;
  const variance = sigma * sigma + (rate * u * 2 * square) / 3;
  const fourth = (rate * u * 24 * square * square) / 5;
  return { deviation: Math.sqrt(variance), kurtosis: fourth / (variance * variance) };
}

/**
 * The q with P(|X| <= q) = level, from the Fourier series of the distribution on [-range, range], range being far out in the tails:
 * P(|X| <= q) = q / range + sum over k of 2 / (pi k) cf(w_k) sin(w_k q), w_k = pi k / range.
 */
function invert(paths: PathDistribution, u: number, level: number): number {
  const { deviation } = moments(paths, u);
  const range = 6 * deviation + 6 * paths.scale * u;
  const terms = fourierTerms(paths, u, range);
  let low = 0;
  let high = range;
  let q = deviation;
  for (let step = 0; step < NEWTON_STEPS && high - low > 1e-9 * range; step++) {
    let inside = q / range;
    let density = 1 / range;
    for (let k = 1; k <= terms.length; k++) {
      const w = (Math.PI * k) / range;
      inside += (terms[k - 1] / k) * Math.sin(w * q);
      density += terms[k - 1] * (Math.PI / range) * Math.cos(w * q);
    }
    if (inside > level) high = q;
    else low = q;
    const next = q - (inside - level) / density;
    const settled = Math.abs(next - q) < 1e-7 * q;
    q = next > low && next < high ? next : (low + high) / 2;
    if (settled) break;
  }
  return q;
}

/**
 * 2 / pi times the characteristic function at w_k, as far as the noise lets it matter. Noise too small for that many terms to
 * resolve counts as a hundredth of the trend's deviation.
 */
function fourierTerms(paths: PathDistribution, u: number, range: number): Float64Array {
  const { rate, scale } = paths;
  const sigma = Math.max(paths.sigma, (LAST_FREQUENCY * range) / (Math.PI * MAX_TERMS));
  const count = Math.ceil((LAST_FREQUENCY * range) / (Math.PI * sigma));
  return Float64Array.from({ length: count }, (_, i) => {
    const w = (Math.PI * (i + 1)) / range;
    const x = scale * u * w;
    return (2 / Math.PI) * Math.exp(-0.5 * (sigma * w) ** 2 + rate * u * (Math.atan(x) / x - 1));
  });
}
