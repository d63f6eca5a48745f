import { beforeEach, describe, expect, it } from '@jest/globals';
import { followPointer } from '../../lake/follow-pointer.ts';
import { productionPointer } from '../../lake/production-pointer.ts';
import type { Stage } from '../../core/contracts/promotion.ts';
import type { Clock, ModelRegistry, ProductionPointer } from '../../core/ports.ts';
import { auditPorts } from '../support/audit-ports.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { newModelVersion } from '../support/model-version.ts';

const AUDIT = auditPorts();

/** What every model registry does. `newRegistry` gives an empty one, as often as it is opened. */
export function registrySuite(where: string, newRegistry: () => Promise<(clock: Clock) => ModelRegistry>): void {
  describe(`a model registry ${where}`, () => {
    let open: () => ModelRegistry;
    beforeEach(async () => {
      const openWith = await newRegistry();
      let nowMs = 0;
      open = () => openWith({ nowMs: () => (nowMs += 1_000) });
    });

    it('counts the versions of a data set from 1, and keeps all that was registered', async () => {
      await open().register(newModelVersion('run-1'));
      await open().register(newModelVersion('run-1', 'other'));
      const second = await open().register(newModelVersion('run-2'));

      expect(second).toEqual({ ...newModelVersion('run-2'), version: 2, registeredAtMs: 3_000 });
      expect(await open().describe('weather', 2)).toEqual(second);
      expect((await open().list('weather')).map(({ version, runId }) => [version, runId])).toEqual([
        [1, 'run-1'],
        [2, 'run-2'],
      ]);
    });

    it('gives a run that registers again the version that it got before, unchanged', async () => {
      const first = await open().register(newModelVersion('run-1'));
      await open().register(newModelVersion('run-2'));

      expect(await open().register({ ...newModelVersion('run-1'), owner: 'someone else' })).toEqual(first);
      expect(await open().list('weather')).toHaveLength(2);
      expect((await open().describe('weather', 1)).owner).toBe('team-weather');
    });

    it('gives every one of 30 concurrent runs a number of its own, without a gap', async () => {
      const runs = Array.from({ length: 30 }, (_, i) => `run-${i}`);

      const registered = await Promise.all(runs.map((runId) => open().register(newModelVersion(runId))));

      const versions = registered.map(({ version }) => version).sort((a, b) => a - b);
      expect(versions).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
      const listed = await open().list('weather');
      expect(listed.map(({ version }) => version)).toEqual(versions);
      expect(new Set(listed.map(({ runId }) => runId)).size).toBe(30);
    });

    it('registers one version for a run that asks twice at the same time', async () => {
      const [one, other] = await Promise.all([1, 2].map(() => open().register(newModelVersion('run-1'))));

      expect(one).toEqual(other);
      expect(await open().list('weather')).toEqual([one]);
      expect([...(await open().stages('weather')).keys()]).toEqual([one.version]);
    });

    it('says which versions there are when one is unknown', async () => {
      await expect(open().describe('weather', 1)).rejects.toThrow('got 1; allowed: none: no model is registered yet');
      await open().register(newModelVersion('run-1'));

      for (const unknown of [open().describe('weather', 7), open().setStage('weather', 7, 'Production')]) {
        await expect(unknown).rejects.toMatchObject({ name: 'ModelVersionUnknown' });
        await expect(unknown).rejects.toThrow('got 7; allowed: 1 to 1');
      }
    });

    it('knows nothing of a data set without a version', async () => {
      expect(await open().list('weather')).toEqual([]);
      expect(await open().stages('weather')).toEqual(new Map());
    });

    it('lists versions in their order beyond one digit', async () => {
      for (let run = 1; run <= 11; run++) await open().register(newModelVersion(`run-${run}`));

      expect((await open().list('weather')).map(({ version }) => version)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
      expect([...(await open().stages('weather')).keys()]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    });

    it('starts every version at None, and keeps the stage that was set last', async () => {
      await open().register(newModelVersion('run-1'));
      await open().register(newModelVersion('run-2'));
      const before = await open().list('weather');

      const seen: Stage[] = [];
      for (const stage of ['Staging', 'Production', 'Archived', 'Production', 'None', 'Staging'] as const) {
        await open().setStage('weather', 2, stage);
        const stages = await open().stages('weather');
        expect(stages.get(1)).toBe('None');
        expect(await open().stage('weather', 1)).toBe('None');
        expect(await open().stage('weather', 2)).toBe(stages.get(2));
        seen.push(stages.get(2)!);
      }

      expect(seen).toEqual(['Staging', 'Production', 'Archived', 'Production', 'None', 'Staging']);
      expect(await open().list('weather')).toEqual(before);
    });

    it('knows no stage of a version that is not registered', async () => {
      await open().register(newModelVersion('run-1'));
      await expect(open().stage('weather', 2)).rejects.toMatchObject({ name: 'ModelVersionUnknown' });
    });

    describe('that follows the Production pointer', () => {
      let pointer: ProductionPointer;
      beforeEach(async () => {
        pointer = productionPointer(new MemoryStore('artifacts'), { nowMs: () => 0 });
        for (const runId of ['run-1', 'run-2', 'run-3']) await open().register(newModelVersion(runId));
      });
      const moveTo = (to: number): Promise<unknown> =>
        pointer.move(
          {
            dataset: 'weather',
            transitionId: `to ${to}`,
            action: 'promote',
            to,
            by: 'ann',
            reason: 'better',
            evidence: null,
            expected: 'any',
          },
          AUDIT,
        );
      const stages = async (): Promise<Stage[]> => [...(await open().stages('weather')).values()];

      it('changes nothing before the first promotion', async () => {
        await followPointer(open(), pointer, 'weather');
        expect(await stages()).toEqual(['None', 'None', 'None']);
      });

      it('has one version at Production: the one that the pointer names', async () => {
        await open().setStage('weather', 3, 'Staging');
        await moveTo(1);
        await followPointer(open(), pointer, 'weather');
        expect(await stages()).toEqual(['Production', 'None', 'Staging']);
        await moveTo(2);
        await followPointer(open(), pointer, 'weather');
        await followPointer(open(), pointer, 'weather');
        expect(await stages()).toEqual(['Archived', 'Production', 'Staging']);
      });

      it('repairs what a crash left: a version too many, and one that is missing', async () => {
        await moveTo(2);
        await open().setStage('weather', 1, 'Production');
        await open().setStage('weather', 2, 'Archived');
        await open().setStage('weather', 3, 'Production');
        await followPointer(open(), pointer, 'weather');
        expect(await stages()).toEqual(['Archived', 'Production', 'Archived']);
      });

      it('ends at the newest version when the pointer moves while it sets the stages', async () => {
        await moveTo(1);
        const slow = open();
        const registry = Object.create(slow) as ModelRegistry;
        registry.setStage = async (dataset, version, stage) => {
          if (version === 1 && stage === 'Production') await moveTo(2);
          await slow.setStage(dataset, version, stage);
        };
        await followPointer(registry, pointer, 'weather');
        expect(await stages()).toEqual(['Archived', 'Production', 'None']);
      });
    });
  });
}
