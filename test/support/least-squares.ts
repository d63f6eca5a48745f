/** Least squares by Gram-Schmidt on the rows themselves: neither prefix sums nor normal equations. */
export function leastSquares(rows: readonly number[][], y: ArrayLike<number>, at: readonly number[][]): number[] {
  const rest = Array.from(y);
  const targets = at.map(() => 0);
  const basis: { q: number[]; t: number[] }[] = [];
  for (let column = 0; column < rows[0].length; column++) {
    const q = rows.map((row) => row[column]);
    const t = at.map((row) => row[column]);
    const project = (other: { q: number[]; t: number[] }) => {
      const share = dot(q, other.q) / dot(other.q, other.q);
      q.forEach((_, i) => (q[i] -= share * other.q[i]));
      t.forEach((_, i) => (t[i] -= share * other.t[i]));
    };
    basis.forEach(project);
    basis.forEach(project);
    basis.push({ q, t });
  }
  for (const { q, t } of basis) {
    const share = dot(q, rest) / dot(q, q);
    rest.forEach((_, i) => (rest[i] -= share * q[i]));
    targets.forEach((_, i) => (targets[i] += share * t[i]));
  }
  return targets;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}
