import { runKeys } from '../core/contracts/keys.ts';
import { type Host, type Ports, uriOf } from '../core/ports.ts';
import { ObjectRegistry } from '../lake/object-registry.ts';
import { platformTracker } from '../lake/platform-tracker.ts';
import { productionPointer } from '../lake/production-pointer.ts';
import { storeBelow } from '../lake/store-below.ts';

/** The host of an account, where replays have a place of their own beside the data sets' models. */
export function accountHost(ports: Ports): Host {
  return (replay) => (replay === undefined ? ports : replayPorts(ports, replay));
}

/**
 * The platform as a replay sees it: deliveries, bronze and silver as they are, and everything that is made of them below `replays/<replay>/`
 * of gold and artifacts: models, registry, pointer, audit, forecasts, the monitor's memory. What lies beside that folder has no key
 * and no address here, so a replay can neither move what the data set's users get nor be taken for it.
 *
 * @param replay the run's id of the replay: one part of a key
 */
export function replayPorts(ports: Ports, replay: string): Ports {
  const { landing, bronze, silver } = ports.stores;
  const own = runKeys.replayFolder(replay);
  const gold = storeBelow(ports.stores.gold, own);
  const artifacts = storeBelow(ports.stores.artifacts, own);
  const { datasets, clock, forecaster, signer, keys, auditSigner, auditKeys } = ports;
  return {
    stores: { landing, bronze, silver, gold, artifacts },
    // Not SageMaker's registry and MLflow: those have one place a data set, which is its own.
    registry: new ObjectRegistry(artifacts, clock),
    production: productionPointer(artifacts, clock, replay),
    tracker: platformTracker(artifacts),
    forecaster,
    // Alarms are set on the figures of what is in Production.
    metrics: { namespace: own, publish: () => undefined },
    get alarms() {
      return ports.alarms;
    },
    notifier: replayNotifier(ports, `the replay ${replay}, below ${uriOf(artifacts, '')}`),
    signer,
    keys,
    auditSigner,
    auditKeys,
    datasets,
    shared: ports.shared,
    clock,
    // Each step's function is told only what the step uses: what it does not use must not be asked for.
    get build() {
      return ports.build;
    },
    get uncommittedCode() {
      return ports.uncommittedCode;
    },
    get place() {
      return ports.place;
    },
  };
}

function replayNotifier(ports: Ports, replay: string): Ports['notifier'] {
  return {
    notify: (subject, message) =>
      ports.notifier.notify(
        `replay: ${subject}`,
        `${message}\n\nThis is ${replay}: the data set's own models and forecasts are as they were.\n`,
      ),
  };
}
