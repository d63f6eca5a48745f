/** The project's own interpreter of the Amazon States Language, JSONata form. */
export { createInterpreter, type Interpreter, type InterpreterOptions } from './interpreter.ts';
export type { TaskHandler, TaskRequest } from './engine.ts';
export type { Execution, ExecutionRequest } from './execution.ts';
export type { HistoryEvent } from './history.ts';
export type { S3ObjectInfo, S3Objects } from './s3.ts';
export type { Json, JsonObject } from './json.ts';
export { fixedClock, realClock, type Clock } from './clock.ts';
export { createVirtualClock } from './virtual-clock.ts';
export { diagnose } from './validate.ts';
export { textOf, type Diagnostic } from './validate/diagnostic.ts';
export type { MachineType } from './validate/states.ts';
export { isName, NAME_RULE } from './names.ts';
export { InvalidDefinition, StateFailure, STATES_ERRORS, type Failure } from './errors.ts';
