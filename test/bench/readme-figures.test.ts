import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { withFigures } from '../../bench/readme-figures.ts';
import { readResult, type BenchResult } from '../../bench/result.ts';

const BEGIN = '<!-- figures: written by `npm run figures` from bench.json -->';
const END = '<!-- end of the figures -->';

describe("the README's figures", () => {
  it('stand between the marks, with commit and date, and leave the rest as it is', async () => {
    const readme = withFigures(`before\n${BEGIN}\nyesterday\n${END}\nafter\n`, await readResult());
    expect(readme).toMatch(/^before\n<!-- figures/);
    expect(readme).toMatch(/end of the figures -->\nafter\n$/);
    expect(readme).not.toContain('yesterday');
    expect(readme).toMatch(/by `npm run bench` on \d{4}-\d\d-\d\d, commit [0-9a-f]{8}\. The errors/);
  });

  it('say what was missed, and why', async () => {
    const readme = withFigures(`${BEGIN}${END}`, await changed('orchestration, a state', 5.127));
    expect(readme).toMatch(/\| orchestration, a state +\| 5\.13 ms +\| <= 5 \(missed\) +\|/);
    expect(readme).toContain(
      '- orchestration, a state: evaluating JSONata, and yielding to the event loop between states.',
    );
    const met = withFigures(`${BEGIN}${END}`, await changed('orchestration, a state', 5));
    expect(met).toMatch(/\| orchestration, a state +\| 5 ms +\| <= 5 +\|/);
  });

  it('are refused without their place, or where one is missing', async () => {
    const result = await readResult();
    expect(() => withFigures(`${END}${BEGIN}`, result)).toThrow("README.md has no lines '<!-- figures");
    expect(() => withFigures(`${BEGIN}${END}`, { ...result, sections: [] })).toThrow(
      "bench.json has no figure 'realised RMSE over the seasonal naive's, averaged over windows'",
    );
  });

  it('are those of bench.json, which was measured on a commit', async () => {
    const readme = await readFile('README.md', 'utf8');
    const result = await readResult();
    expect(withFigures(readme, result)).toBe(readme);
    expect(result.machine.commit).toMatch(/^[0-9a-f]{40}$/);
  });
});

async function changed(name: string, value: number): Promise<BenchResult> {
  const result = await readResult();
  const sections = result.sections.map((section) => ({
    ...section,
    figures: section.figures.map((figure) => (figure.name === name ? { ...figure, value } : figure)),
  }));
  return { ...result, sections };
}
