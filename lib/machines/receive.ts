import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { deliveryRunPrefix } from '../../core/contracts/names.ts';
import type { Flow } from './flow.ts';
import { Machine } from './machine.ts';
import type { MachineSetting } from './machine.ts';

export interface ReceiveProps extends MachineSetting {
  readonly monitor: Machine;
  readonly retrain: Machine;
}

/** By then S3 lists what it has told of, and no clock of two services is so far from another. */
const SECONDS_AFTERWARDS = 10;

/** What lies below the source's folder; nothing where the source is the object itself. */
const BELOW =
  "($substring($asked.key, 0, $length($asked.folder)) = $asked.folder ? $substring($asked.key, $length($asked.folder)) : '')";

/** As ingest lists them (core/ingest/deliveries.ts): other programs' markers, and what stands for a folder, are no deliveries. */
const IS_MARKER = `($below := ${BELOW}; $contains($below, /(^|\\/)[_.]/) or $contains($asked.key, /\\/$/))`;

/** All objects of the same stretch ask for the same execution, and so do all tellings of the same object. */
const STRETCH = '($length := 60000 * $asked.withinMinutes; $begin := $floor($toMillis($asked.at) / $length) * $length;';
const RUN = `${STRETCH} '${deliveryRunPrefix("' & $dataset & '")}' & $substring($replace($fromMillis($begin), /[:-]/, ''), 0, 13))`;
const OVER = `${STRETCH} $fromMillis($begin + $length + ${SECONDS_AFTERWARDS * 1000}))`;

/**
 * `{ dataset, start, withinMinutes, at, key, folder }`, of each object that lands -> `{ started, run }`; `started` is false where another object
 * of the same stretch of minutes came first, or the object is no delivery
 */
export function receiveMachine(scope: Construct, { monitor, retrain, ...setting }: ReceiveProps): Machine {
  return new Machine(scope, 'receive', {
    ...setting,
    comment: 'An object has landed: what came with it in the same minutes starts one run',
    timeLimit: Duration.hours(3),
    define: (flow) => {
      const wait = flow.waitUntil('Wait until the others have landed', OVER, { run: RUN });
      return flow.begin().next(
        flow.choice('Is it a marker?', IS_MARKER, {
          yes: flow.put('It is no delivery', "{ 'started': false, 'run': null }"),
          no: wait.next(startedBy(flow, { monitor, retrain })),
        }),
      );
    },
  });
}

/** A name that is taken is that of a run which began after these minutes, and so has seen what landed in them. */
function startedBy(flow: Flow, { monitor, retrain }: Pick<ReceiveProps, 'monitor' | 'retrain'>) {
  const already = flow.put('Another object has started it', "{ 'started': false, 'run': $run }");
  const started = "{ 'started': true, 'run': $run }";
  const start = (name: string, machine: Machine) =>
    flow.start(name, { machine, name: '$run', input: { dataset: '$dataset' }, output: started, already });
  return flow.choice('Is it for the monitor?', "$asked.start = 'monitor'", {
    yes: start('Start the monitor', monitor),
    no: start('Start the training', retrain),
  });
}
