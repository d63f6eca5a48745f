import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { withFigures } from '../../bench/readme-figures.ts';
import { readResult, type BenchResult, withSections } from '../../bench/result.ts';

const BEGIN = '<!-- figures: written by `npm run figures` from bench.json -->';
const END = '<!-- end of the figures -->';

describe("the README's figures", () => {
  it('stand between the marks, with commit and date, and leave the rest as it is', async () => {
    const readme = withFigures(`before\n${BEGIN}\nyesterday\n${END}\nafter\n`, await readResult());
    expect(readme).toMatch(/^before\n<!-- figures/);
    expect(readme).toMatch(/end of the figures -->\nafter\n$/);
    expect(readme).not.toContain('yesterday');
    expect(readme).toMatch(/by `npm run bench`: .*on \d{4}-\d\d-\d\d, commit [0-9a-f]{8}\. Where no data/);
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
    for (const { commit } of result.sections) expect(commit).toMatch(/^[0-9a-f]{40}$/);
  });
});

const SECTION = {
  section: 'accuracy',
  measuredAt: '2026-11-27T01:00:00.000Z',
  commit: 'a'.repeat(40),
  figures: [{ name: 'f', value: 1, unit: 'x' }],
};
const NEWER = { ...SECTION, measuredAt: '2026-11-28T01:00:00.000Z', commit: 'b'.repeat(40) };
const MACHINE = { cpu: 'c', cores: 2, node: 'v20.20.2' };

describe('what was measured before', () => {
  const known = { machine: MACHINE, sections: [SECTION, { ...SECTION, section: 'truth' }] };

  it('stands beside a section that is measured anew, each with its commit', async () => {
    const both = withSections(known, { machine: MACHINE, sections: [NEWER] });
    expect(both.sections.map(({ section, commit }) => [section, commit[0]])).toEqual([
      ['truth', 'a'],
      ['accuracy', 'b'],
    ]);
    const { sections } = await readResult();
    const [first, ...others] = sections.map((section) => ({
      ...section,
      ...SECTION,
      section: section.section,
      figures: section.figures,
    }));
    const mixed = {
      machine: MACHINE,
      sections: [{ ...first, measuredAt: NEWER.measuredAt, commit: NEWER.commit }, ...others],
    };
    expect(withFigures(`${BEGIN}${END}`, mixed)).toMatch(
      /: python-prophet on 2026-11-28, commit bbbbbbbb; \w.* on 2026-11-27, commit aaaaaaaa\. Where/,
    );
  });

  it('on another machine is forgotten', () => {
    const there = { machine: { ...MACHINE, cores: 4 }, sections: [NEWER] };
    expect(withSections(known, there)).toEqual(there);
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
