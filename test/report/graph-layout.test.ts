import { describe, expect, it } from '@jest/globals';
import { layoutGraph } from '../../report/runs/graph-layout.ts';
import { layersFrom } from '../../report/runs/state-graph.ts';
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
    expect(layersFrom(graph, ['a'])).toEqual([['a'], ['b'], ['c']]);
  });

  it('ends on a machine that goes back to an earlier state', () => {
    const graph = { StartAt: 'a', States: { a: { Type: 'Wait', Next: 'b' }, b: { Type: 'Choice', Default: 'a' } } };
    const { nodes, edges } = layoutGraph(graph);
    expect(nodes).toHaveLength(2);
    expect(edges).toHaveLength(2);
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
