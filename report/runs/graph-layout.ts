import { Graph, layout } from '@dagrejs/dagre';
import { curveBumpY, line } from 'd3-shape';
import { catchers, innerGraphs, reachedFrom, successors, type StateGraph } from './state-graph.ts';

/** All lengths in the units of an SVG, which are pixels where the graph is not scaled down. */
export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

export interface GraphNode {
  readonly name: string;
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** A Map or Parallel state, which its inner states are drawn in. */
  readonly isGroup: boolean;
}

export interface GraphEdge {
  readonly kind: 'next' | 'catch';
  /** An SVG path. */
  readonly path: string;
}

/** A drawing whose edges are still points, so that it can be moved into another one. */
interface Drawing extends Omit<GraphLayout, 'edges'> {
  readonly edges: readonly { readonly kind: GraphEdge['kind']; readonly points: readonly Point[] }[];
}

interface Point {
  readonly x: number;
  readonly y: number;
}

const NODE = { width: 216, height: 54 };
const GAP = { x: 20, y: 30 };
/** Room at the right side for the line that leads failures past the other states. */
const BUS = 22;
const GROUP = { top: 56, side: 16, bottom: 16 };
/** Room for the tip of an arrow. */
const TIP = 2;

/** From top to bottom; what only a failure reaches stands below, joined by one line at the right side. */
export function layoutGraph(graph: StateGraph): GraphLayout {
  const { edges, ...drawing } = drawGraph(graph);
  return { ...drawing, edges: edges.map((edge) => ({ kind: edge.kind, path: pathOf(edge) })) };
}

function pathOf({ kind, points }: Drawing['edges'][number]): string {
  const path = line<Point>(
    ({ x }) => x,
    ({ y }) => y,
  );
  return (kind === 'next' ? path.curve(curveBumpY) : path)(points) ?? '';
}

function drawGraph(graph: StateGraph): Drawing {
  const main = reachedFrom(graph, [graph.StartAt]);
  const caught = main.flatMap((name) => catchers(graph.States[name]));
  const failure = reachedFrom(graph, caught).filter((name) => !main.includes(name));
  const [above, below] = [drawStates(graph, main), drawStates(graph, failure)];
  const width = Math.max(above.width, below.width) + 2 * BUS;
  const centred = (drawing: Drawing, y: number) => moved(drawing, { x: (width - drawing.width) / 2, y });
  const both = [centred(above, 0), centred(below, above.height + GAP.y)];
  const nodes = both.flatMap((drawing) => drawing.nodes);
  return {
    width,
    height: failure.length === 0 ? above.height : above.height + GAP.y + below.height,
    nodes,
    edges: [...both.flatMap((drawing) => drawing.edges), ...catchEdges(graph, nodes, width - BUS / 4)],
  };
}

/** The states, and the ways between them that are no failure's. */
function drawStates(graph: StateGraph, names: readonly string[]): Drawing {
  const dagre = new Graph();
  dagre.setGraph({ rankdir: 'TB', nodesep: GAP.x, ranksep: GAP.y, marginy: TIP });
  const inner = new Map(names.map((name) => [name, innerGraphs(graph.States[name]).map(drawGraph)]));
  for (const [name, drawings] of inner) dagre.setNode(name, sizeOf(drawings));
  const ways = names.flatMap((from) => successors(graph.States[from]).map((to) => ({ from, to })));
  for (const { from, to } of ways) dagre.setEdge(from, to, {});
  layout(dagre);
  const nodes = names.map((name): GraphNode => {
    const { x, y, width, height } = dagre.node(name);
    const corner = { x: x - width / 2, y: y - height / 2 };
    return { name, type: graph.States[name].Type, ...corner, width, height, isGroup: inner.get(name)!.length > 0 };
  });
  const within = nodes.flatMap((node) => besideEachOther(inner.get(node.name)!, node));
  const { width = 0, height = 0 } = dagre.graph();
  const edges = ways.map(({ from, to }) => ({ kind: 'next' as const, points: dagre.edge(from, to).points }));
  return fitted({
    width,
    height,
    nodes: [...nodes, ...within.flatMap((drawing) => drawing.nodes)],
    edges: [...edges, ...within.flatMap((drawing) => drawing.edges)],
  });
}

/** As wide as its lines, too: the layout's own width knows of states alone. */
function fitted(drawing: Drawing): Drawing {
  const xs = drawing.edges.flatMap(({ points }) => points.map(({ x }) => x));
  const [left, right] = [Math.min(0, ...xs), Math.max(drawing.width, ...xs)];
  return { ...moved(drawing, { x: -left, y: 0 }), width: right - left };
}

/** Of a state, with the machines inside of it side by side. */
function sizeOf(inner: readonly Drawing[]): { readonly width: number; readonly height: number } {
  if (inner.length === 0) return { ...NODE };
  const width = inner.reduce((sum, drawing) => sum + drawing.width + GAP.x, 2 * GROUP.side - GAP.x);
  const height = GROUP.top + Math.max(...inner.map((drawing) => drawing.height)) + GROUP.bottom;
  return { width: Math.max(width, NODE.width), height };
}

function besideEachOther(inner: readonly Drawing[], { x, y }: Point): readonly Drawing[] {
  let left = x + GROUP.side;
  return inner.map((drawing) => {
    const placed = moved(drawing, { x: left, y: y + GROUP.top });
    left += drawing.width + GAP.x;
    return placed;
  });
}

function moved(drawing: Drawing, by: Point): Drawing {
  const shift = <P extends Point>(point: P): P => ({ ...point, x: point.x + by.x, y: point.y + by.y });
  const edges = drawing.edges.map(({ kind, points }) => ({ kind, points: points.map(shift) }));
  return { ...drawing, nodes: drawing.nodes.map(shift), edges };
}

/** Along a vertical line at x = bus, beside all states. */
function catchEdges(graph: StateGraph, nodes: readonly GraphNode[], bus: number): Drawing['edges'] {
  const own = nodes.filter(({ name }) => name in graph.States);
  const middle = ({ y }: GraphNode) => y + NODE.height / 2;
  return own.flatMap((from) =>
    catchers(graph.States[from.name]).flatMap((name) => {
      const to = own.find((node) => node.name === name);
      if (to === undefined) return [];
      const [start, end] = [from.x + from.width, to.x + to.width + TIP];
      const corners = [start, bus, bus, end].map((x, corner) => ({ x, y: middle(corner < 2 ? from : to) }));
      return [{ kind: 'catch' as const, points: corners }];
    }),
  );
}
