import { describe, expect, it } from '@jest/globals';
import { layoutGraph } from '../../report/runs/graph-layout.ts';
import { DEFINITION } from './fixture.ts';

describe('the layout of a state machine', () => {
  it('puts a state below all that lead to it, whichever way is shorter', () => {
    const graph = {
      StartAt: 'a',
      States: {
        a: { Type: 'Choice', Choices: [{ Next: 'b' }], Default: 'c' },
        b: { Type: 'Pass', Next: 'c' },
        c: { Type: 'Succeed' },
      },
    };
    const { nodes } = layoutGraph(graph);
    const top = (name: string) => nodes.find((node) => node.name === name)?.y ?? NaN;
    expect(top('a')).toBeLessThan(top('b'));
    expect(top('b')).toBeLessThan(top('c'));
  });

  it('draws states beside each other that a choice leads to, and neither over the other', () => {
    const { nodes } = layoutGraph({
      StartAt: 'a',
      States: {
        a: { Type: 'Choice', Choices: [{ Next: 'b' }], Default: 'c' },
        b: { Type: 'Succeed' },
        c: { Type: 'Succeed' },
      },
    });
    const [b, c] = ['b', 'c']
      .map((name) => nodes.find((node) => node.name === name)!)
      .sort((one, two) => one.x - two.x);
    expect(b.y).toBe(c.y);
    expect(b.x + b.width).toBeLessThan(c.x);
  });

  it('ends on a machine that goes back to an earlier state', () => {
    const graph = { StartAt: 'a', States: { a: { Type: 'Wait', Next: 'b' }, b: { Type: 'Choice', Default: 'a' } } };
    const { nodes, edges } = layoutGraph(graph);
    expect(nodes).toHaveLength(2);
    expect(edges).toHaveLength(2);
  });

  it.each([
    ['right', ['f', 'b'], ['g', 'e']],
    ['left', ['b', 'f'], ['e', 'g']],
  ])('is as wide as a way around everything at the %s', (_, [first, second], [third, fourth]) => {
    const inner = { StartAt: 'i', States: { i: { Type: 'Task' } } };
    const { edges, width } = layoutGraph({
      StartAt: 'a',
      States: {
        a: { Type: 'Choice', Choices: [{ Next: first }], Default: second },
        b: { Type: 'Task', Next: 'c' },
        c: { Type: 'Map', ItemProcessor: inner, Next: 'd' },
        d: { Type: 'Task', Next: 'choose' },
        choose: { Type: 'Choice', Choices: [{ Next: third }], Default: fourth },
        e: { Type: 'Pass', Next: 'f' },
        f: { Type: 'Task', Next: 'h' },
        g: { Type: 'Pass' },
        h: { Type: 'Fail' },
      },
    });
    const xs = edges.flatMap(({ path }) =>
      (path.match(/-?[\d.]+/g) ?? []).map(Number).filter((_x, at) => at % 2 === 0),
    );
    expect(xs.length).toBeGreaterThan(20);
    expect(Math.min(...xs)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...xs)).toBeLessThanOrEqual(width);
  });

  it('draws inner states inside their Map, and what only a failure reaches below everything else', () => {
    const { nodes, edges, width, height } = layoutGraph(DEFINITION);
    const at = (name: string) => nodes.find((node) => node.name === name);
    const [map, inner, failure] = [at('Train all'), at('Train one'), at('Record the failure')];
    expect(inner?.x).toBeGreaterThan(map?.x ?? NaN);
    expect(inner?.y).toBeGreaterThan(map?.y ?? NaN);
    expect((inner?.y ?? NaN) + (inner?.height ?? NaN)).toBeLessThan((map?.y ?? NaN) + (map?.height ?? NaN));
    expect(failure?.y).toBeGreaterThan((map?.y ?? NaN) + (map?.height ?? NaN));
    expect(edges.map(({ kind }) => kind).sort()).toEqual(['catch', 'catch', 'next', 'next']);
    for (const node of nodes) {
      expect(node.x + node.width).toBeLessThanOrEqual(width);
      expect(node.y + node.height).toBeLessThanOrEqual(height);
    }
  });
});
