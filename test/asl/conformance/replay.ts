import {
  createInterpreter,
  createVirtualClock,
  StateFailure,
  type Execution,
  type S3Objects,
  type TaskHandler,
} from '../../../asl/index.ts';
import type { RecordedCase, RecordedTask } from './recorded-case.ts';

const MACHINE_ARN = 'arn:<partition>:states:<region>:111111111111:stateMachine:<ArnPart_0idx>';

/** Runs a recorded case; tasks answer what AWS recorded of them. @throws InvalidDefinition for what is not claimed. */
export async function replay(recorded: RecordedCase): Promise<Execution> {
  const interpreter = createInterpreter({
    machines: { [MACHINE_ARN]: { definition: recorded.definition } },
    integrations: replayTasks(recorded),
    s3: replayObjects(recorded),
    clock: createVirtualClock(),
    seed: 1,
  });
  return interpreter.startExecution({
    machineArn: MACHINE_ARN,
    name: '<ExecArnPart_0idx>',
    input: recorded.input,
  });
}

/** Serves the k-th call of a state with the k-th recorded one; a case without recorded calls has no integrations. */
function replayTasks({ tasks, expected }: RecordedCase): (resource: string) => TaskHandler | undefined {
  if (tasks === undefined) return () => undefined;
  const left = [...tasks];
  const handler: TaskHandler = async (request) => {
    const at = left.findIndex(({ state }) => state === request.stateName);
    const [task] = left.splice(at, at < 0 ? 0 : 1);
    if (task === undefined) throw new Error(`AWS recorded no further call of '${request.stateName}'`);
    const submitted = expected.events?.find(({ id, type }) => type === 'TaskSubmitted' && id === (task.ev ?? 0) + 2);
    if (request.pattern === 'sync') request.submitted(submitted?.d?.output ?? null);
    if (task.outcome === 'timeout') await request.sleep(1e12);
    if (task.outcome === 'fail') throw new StateFailure({ error: task.error, cause: causeText(task) });
    return task.result;
  };
  return () => handler;
}

function causeText({ cause }: RecordedTask): string | undefined {
  return cause === undefined || typeof cause === 'string' ? cause : JSON.stringify(cause);
}

function replayObjects({ s3 = [] }: RecordedCase): S3Objects {
  return {
    async getObject(bucket, key) {
      const object = s3.find((candidate) => candidate.bucket === bucket && candidate.key === key);
      if (object === undefined) throw new Error(`there is no s3://${bucket}/${key}`);
      return new TextEncoder().encode(object.body);
    },
    putObject: async () => undefined,
    listObjectsV2: async () => [],
  };
}
