import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { deliveriesAt } from '../../cli/deliveries/deliveries-at.ts';
import { listView as listDeliveries } from '../../cli/deliveries/list.ts';
import { widthOf } from '../../cli/fitted-text.ts';
import { modelsCommand } from '../../cli/models/command.ts';
import { compareView } from '../../cli/models/compare.ts';
import { explanationText } from '../../cli/models/explanation-text.ts';
import { historyView } from '../../cli/models/history.ts';
import { listView } from '../../cli/models/list.ts';
import { showView } from '../../cli/models/show.ts';
import { parseCommand } from '../../cli/options.ts';
import { laidOut, type View } from '../../cli/view.ts';
import type { ModelVersion } from '../../core/contracts/model-version.ts';
import type { Transition } from '../../core/contracts/promotion.ts';
import { localPorts } from '../../hosts/folder.ts';
import { run as ingest } from '../../lambdas/ingest/ingest.ts';
import { run as rule } from '../../lambdas/ingest/rule.ts';
import { DAILY } from '../support/dataset.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { hostileText } from './hostile-text.ts';
import { heldFolder } from './models-folder.ts';

const WIDTHS = [60, 80, 200] as const;

/** Lines that a terminal of one of the widths would have to break. */
function tooWide(text: View['text']): readonly string[] {
  return WIDTHS.flatMap((width) =>
    laidOut(text, width)
      .split('\n')
      .filter((line) => widthOf(line) > width),
  );
}

let folder: string;
beforeAll(async () => {
  folder = await heldFolder();
});

interface Hostile {
  readonly said: string;
  readonly name: string;
  readonly why: string;
  readonly id: string;
}

const HOSTILE: fc.Arbitrary<Hostile> = fc.record({
  said: hostileText(),
  name: hostileText(),
  why: hostileText(),
  id: hostileText(),
});

/** The version as somebody may have described, named, tagged and chosen it. */
function hostileVersion(version: ModelVersion, { said, name, why, id }: Hostile): ModelVersion {
  const candidates = version.recipe.candidates.map((candidate) => ({ ...candidate, name: `${candidate.name}${name}` }));
  const trials = version.selection.trials.map((trial, at) => ({ ...trial, candidate: candidates[at] }));
  return {
    ...version,
    description: said,
    owner: name,
    intendedUse: why,
    tags: { [name]: said },
    recipe: { ...version.recipe, candidates, selectionMetric: 'mdape' },
    selection: { ...version.selection, chosen: name, reason: why, trials },
    training: { ...version.training, table: `s3://${id}`, window: { start: id, end: `${id}${version.version}` } },
    code: { ...version.code, commit: id, libraries: { [name]: id } },
  };
}

function hostilePorts(hostile: Hostile) {
  const ports = localPorts(folder, []);
  const { registry, production } = ports;
  const changed = (version: ModelVersion) => hostileVersion(version, hostile);
  const moved = (move: Transition): Transition => ({
    ...move,
    by: hostile.name,
    reason: `${hostile.why}${move.revision % 2}`,
    evidence: { reportUri: `s3://${hostile.id}/${move.revision}`, reportSha256: 'f00' },
  });
  return {
    ...ports,
    registry: {
      ...registry,
      list: async (dataset: string) => (await registry.list(dataset)).map(changed),
      describe: async (dataset: string, number: number) => changed(await registry.describe(dataset, number)),
      stages: (dataset: string) => registry.stages(dataset),
      stage: (dataset: string, number: number) => registry.stage(dataset, number),
    },
    production: {
      ...production,
      audit: async (dataset: string) => {
        const audit = await production.audit(dataset, ports);
        return { ...audit, moves: audit.moves.map(moved), broken: { at: hostile.id, problem: hostile.why } };
      },
    },
  };
}

describe('no line is wider than the terminal', () => {
  it.each([
    ['list', listView, []],
    ['list', listView, ['--all']],
    ['show', showView, ['--version', '4']],
    ['compare', compareView, ['--version', '2', '--with', '4']],
    ['history', historyView, ['--all']],
  ] as const)('of models -- %s, whatever versions and moves hold', async (verb, view, args) => {
    const options = parseCommand(modelsCommand, [verb, '--dataset', 'weather', ...args])!;
    await fc.assert(
      fc.asyncProperty(HOSTILE, async (hostile) => {
        const ports = hostilePorts(hostile);
        const { text } = await view({ dataset: 'weather', ports, options, place: `--folder ${folder}` });
        expect(tooWide(text)).toEqual([]);
      }),
      { numRuns: 8 },
    );
  });

  it('of models -- explain, whatever series, candidates and effects are called', async () => {
    const version = await localPorts(folder, []).registry.describe('weather', 4);
    fc.assert(
      fc.property(HOSTILE, fc.double({ noNaN: true }), ({ name, id, said }, value) => {
        const member = { candidate: name, yhat: value, weight: 1, isChoice: true, part: 1, adds: value, parts: null };
        const answer = {
          ...{ uniqueId: id, ds: '2025-01-31', modelVersion: 4, origin: '2024-12-31', stepsAhead: 31, keptFrom: null },
          ...{ share: 0.5, average: value, choice: value, yhat: value, half: value, ratios: 3, published: null },
          members: [member, member],
          intervals: [{ level: 0.975, scale: 1, lower: value, upper: value }],
          effects: [{ name: said, value }],
        };
        expect(tooWide(explanationText(answer, version))).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });

  it('of deliveries -- list, whatever files are called and people say', async () => {
    const place = await temporaryFolder();
    await mkdir(join(place, 'landing/weather'), { recursive: true });
    const key = `weather/気象データ 🌧️${'a long name '.repeat(9)}${'x'.repeat(70)}.csv`;
    await writeFile(join(place, 'landing', key), 'station,date,temp\na,2012-01-01,1\n');
    await writeFile(join(place, 'dataset.json'), JSON.stringify(DAILY));
    const ports = localPorts(place, [DAILY]);
    await ingest({ dataset: 'weather' }, ports);
    const reason = `${'ünd 気象 '.repeat(30)}${'y'.repeat(210)}`;
    await rule(
      { dataset: 'weather', delivery: key, ruling: 'withdraw', by: '🌧️'.repeat(60), reason, runId: 'r' },
      ports,
    );
    const delivered = await deliveriesAt({ dataset: 'weather', place: { on: 'folder', folder: place } });
    expect(tooWide((await listDeliveries(delivered, { all: true })).text)).toEqual([]);
  });
});
