import { milliseconds } from '../../core/contracts/figures.ts';
import { markup } from '../markup.ts';
import type { PageRuns } from '../page-data.ts';
import { badge, number, table, text } from '../table.ts';
import type { Section } from './section.ts';

/** Each execution as a graph with its events: absent where no execution was kept. */
export function runs({ executions, machines, inAll }: PageRuns): Section | undefined {
  if (executions.length === 0) return undefined;
  const groups = machines.map(({ name }, machine) => {
    const options = executions.map((execution, index) =>
      execution.machine === machine
        ? markup`<option value="${index}">${name} / ${execution.name} (${execution.status.toLowerCase()})</option>`
        : undefined,
    );
    return markup`<optgroup label="${name}">${options}</optgroup>`;
  });
  const rows = executions.map(({ machine, name, status, ms, visits }) => [
    `${machines[machine].name} / ${name}`,
    status === 'SUCCEEDED' ? badge('good', 'succeeded') : badge('bad', status.toLowerCase()),
    ms === null ? '–' : milliseconds(ms),
    String(visits.length),
  ]);
  const body = markup`<p class="soft">Every state machine as it was deployed; choose a state to see what went in, what came out, and its events.</p>
<div class="controls"><label class="field grow" for="execution"><span>Execution</span><select id="execution">${groups}</select></label></div>
<p id="execution-title" aria-live="polite"></p><p id="state-live" class="visually-hidden" aria-live="polite"></p>
<div class="run"><div id="graph"></div><div id="state-panel" role="region" aria-label="Chosen state" tabindex="-1"></div></div>
<details id="states-table"><summary>The states of this execution as a table</summary><div></div></details>
<details><summary>${executions.length === inAll ? 'All' : 'The first'} ${executions.length} of ${inAll} executions</summary>${table('Executions in the order of their start', [text('Execution'), text('Status'), number('Duration'), number('States entered')], rows)}</details>`;
  return { id: 'runs', short: 'What ran', title: 'What ran', body };
}
