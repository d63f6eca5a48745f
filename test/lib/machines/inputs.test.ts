import { describe, expect, it } from '@jest/globals';
import { MACHINE_INPUTS, MACHINES } from '../../../core/contracts/machine-inputs.ts';
import { readTemplate } from '../../../local/platform/template.ts';
import { templateOf } from '../support.ts';

const machines = Object.values(readTemplate(templateOf('prod')).machines);

describe('what a machine is asked for', () => {
  it('is declared for each that there is', () => {
    expect(machines.map(({ name }) => name).sort()).toEqual([...MACHINES].sort());
  });

  it.each(MACHINES)('is what the definition of %s reads', (name) => {
    const { definition } = machines.find((machine) => machine.name === name)!;
    const read = [...JSON.stringify(definition).matchAll(/\$asked\.(\w+)/g)].map(([, field]) => field);
    // Within a replay a machine is started by another one alone.
    const fields = new Set(['dataset', 'runId', ...read.filter((field) => field !== 'replay')]);
    expect(Object.keys(MACHINE_INPUTS[name].shape).sort()).toEqual([...fields].sort());
  });
});
