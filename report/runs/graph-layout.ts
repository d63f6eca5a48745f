import { catchers, innerGraphs, layersFrom, successors, type StateGraph } from './state-graph.ts';

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

const NODE = { width: 216, height: 54 };
const GAP = { x: 20, y: 30 };
/** Room at a side for the lines that pass states by. */
const BUS = 22;
const GROUP = { top: 56, side: 16, bottom: 16 };

/** Layers from top to bottom; what only a failure reaches stands below, joined by one line at the right side. */
export function layoutGraph(graph: StateGraph): GraphLayout {
  const main = layersFrom(graph, [graph.StartAt]);
  const reached = new Set(main.flat());
  const caught = [...reached].flatMap((name) => catchers(graph.States[name])).filter((name) => !reached.has(name));
  const failure = layersFrom(graph, [...new Set(caught)]).map((layer) => layer.filter((name) => !reached.has(name)));
  const layers = [...main, ...failure.filter((layer) => layer.length > 0)];
  const placed = placeLayers(graph, layers);
  const own = new Map(placed.own.map((node) => [node.name, node]));
  const edges = [...own.values()].flatMap((node) => edgesOf(graph, node, { own, width: placed.width }));
  return { width: placed.width, height: placed.height, nodes: placed.nodes, edges: [...edges, ...placed.innerEdges] };
}

interface Placed {
  readonly width: number;
  readonly height: number;
  readonly own: readonly GraphNode[];
  readonly nodes: readonly GraphNode[];
  readonly innerEdges: readonly GraphEdge[];
}

function placeLayers(graph: StateGraph, layers: readonly (readonly string[])[]): Placed {
  const sized = layers.map((layer) => layer.map((name) => ({ name, ...sizeOf(graph, name) })));
  const widths = sized.map((layer) => layer.reduce((sum, { width }) => sum + width + GAP.x, -GAP.x));
  const width = Math.max(...widths) + 2 * BUS;
  const own: GraphNode[] = [];
  const nodes: GraphNode[] = [];
  const innerEdges: GraphEdge[] = [];
  let y = 2;
  sized.forEach((layer, depth) => {
    let x = (width - widths[depth]) / 2;
    for (const { name, inner, ...size } of layer) {
      const node = { name, type: graph.States[name].Type, x, y, ...size, isGroup: inner.length > 0 };
      own.push(node);
      nodes.push(node);
      let innerX = x + GROUP.side;
      for (const layout of inner) {
        nodes.push(...layout.nodes.map((one) => ({ ...one, x: one.x + innerX, y: one.y + y + GROUP.top })));
        innerEdges.push(...layout.edges.map((edge) => shifted(edge, innerX, y + GROUP.top)));
        innerX += layout.width + GAP.x;
      }
      x += size.width + GAP.x;
    }
    y += Math.max(...layer.map(({ height }) => height)) + GAP.y;
  });
  return { width, height: y - GAP.y + 2, own, nodes, innerEdges };
}

function sizeOf(graph: StateGraph, name: string) {
  const inner = innerGraphs(graph.States[name]).map(layoutGraph);
  if (inner.length === 0) return { ...NODE, inner };
  const width = inner.reduce((sum, layout) => sum + layout.width + GAP.x, 2 * GROUP.side - GAP.x);
  const height = GROUP.top + Math.max(...inner.map((layout) => layout.height)) + GROUP.bottom;
  return { width: Math.max(width, NODE.width), height, inner };
}

interface Place {
  readonly own: ReadonlyMap<string, GraphNode>;
  readonly width: number;
}

function edgesOf(graph: StateGraph, from: GraphNode, { own, width }: Place): readonly GraphEdge[] {
  const state = graph.States[from.name];
  const to = (names: readonly string[]) => names.map((name) => own.get(name)).filter((node) => node !== undefined);
  const next = to(successors(state)).map(
    (node) => ({ kind: 'next', path: nextPath(from, node, [...own.values()]) }) as const,
  );
  const caught = to(catchers(state)).map((node) => ({ kind: 'catch', path: busPath(from, node, width - 6) }) as const);
  return [...next, ...caught];
}

/** Straight or curved between neighbouring layers; around the left side where other states stand between, or upwards. */
function nextPath(from: GraphNode, to: GraphNode, all: readonly GraphNode[]): string {
  const [bottom, x1, x2] = [from.y + from.height, from.x + from.width / 2, to.x + to.width / 2];
  const between = all.some((node) => node.y >= bottom && node.y + node.height <= to.y);
  if (to.y < bottom || between) return busPath(from, to, 6);
  const middle = (bottom + to.y) / 2;
  return `M${x1} ${bottom}C${x1} ${middle} ${x2} ${middle} ${x2} ${to.y - 2}`;
}

/** Along a vertical line at x = bus, beside all states. */
function busPath(from: GraphNode, to: GraphNode, bus: number): string {
  const isRight = bus > from.x;
  const side = (node: GraphNode, room: number) => (isRight ? node.x + node.width + room : node.x - room);
  const start = from.y + Math.min(from.height / 2, NODE.height / 2);
  return `M${side(from, 0)} ${start}H${bus}V${to.y + NODE.height / 2}H${side(to, 2)}`;
}

/** Paths hold absolute pairs, after M and C, and single coordinates, after H and V. */
function shifted({ kind, path }: GraphEdge, dx: number, dy: number): GraphEdge {
  const moved = path.replace(/([MCHV])([^MCHV]*)/g, (_, command: string, values: string) => {
    const shift = (value: string, index: number) =>
      Number(value) + (command === 'V' || (command !== 'H' && index % 2 === 1) ? dy : dx);
    return command + values.trim().split(/\s+/).map(shift).join(' ');
  });
  return { kind, path: moved };
}
