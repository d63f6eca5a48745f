import { isDistributed, type MapState } from '../definition.ts';
import { isLabel } from '../names.ts';
import { error, notHere, schemaError, type Diagnostic } from './diagnostic.ts';

const DISTRIBUTED_ONLY = ['ItemReader', 'ItemBatcher', 'ResultWriter', 'Label'] as const;

export function checkMap(state: MapState, location: string, hasS3: boolean): readonly Diagnostic[] {
  const { ItemReader, ItemBatcher, ResultWriter } = state;
  const problems = [
    ...checkProcessor(state, `${location}/ItemProcessor/ProcessorConfig`),
    ...checkLabel(state, location),
  ];
  if (!isDistributed(state)) {
    const misplaced = DISTRIBUTED_ONLY.filter((field) => state[field] !== undefined);
    problems.push(
      ...misplaced.map((field) => schemaError(`the field '${field}' needs ProcessorConfig.Mode DISTRIBUTED`, location)),
    );
  }
  if (ItemReader !== undefined && state.Items !== undefined) {
    problems.push(schemaError('has both Items and ItemReader', location));
  }
  if (ItemBatcher !== undefined && (ItemBatcher.MaxItemsPerBatch ?? ItemBatcher.MaxInputBytesPerBatch) === undefined) {
    problems.push(schemaError('needs MaxItemsPerBatch or MaxInputBytesPerBatch', `${location}/ItemBatcher`));
  }
  if ((ItemReader !== undefined || ResultWriter !== undefined) && !hasS3) {
    const problem = 'reads or writes S3 objects, but the interpreter was given no s3 (--s3 FOLDER of npm run asl)';
    problems.push(notHere(problem, location));
  }
  if (ItemReader !== undefined) problems.push(...checkReader(ItemReader, `${location}/ItemReader/ReaderConfig`));
  return problems;
}

/** AWS refuses it; here the children run the same either way. */
function checkProcessor(state: MapState, location: string): readonly Diagnostic[] {
  const hasType = state.ItemProcessor.ProcessorConfig?.ExecutionType !== undefined;
  if (hasType === isDistributed(state)) return [];
  const problem = hasType ? "Field 'ExecutionType' is not supported" : 'These fields are required: [ExecutionType]';
  return [{ ...schemaError(problem, location), severity: 'WARNING' }];
}

function checkLabel({ Label }: MapState, location: string): readonly Diagnostic[] {
  if (Label === undefined || isLabel(Label)) return [];
  const problem =
    [...Label].length > 40
      ? 'exceeds the 40-character limit allowed by the service'
      : 'is empty or has a blank, a control character or one of < > { } [ ] ? * " # % \\ ^ | ~ ` $ & , ; : /';
  return [error(`INVALID_LABEL_NAME: Invalid Label name: '${Label}' ${problem}`, `${location}/Label`)];
}

function checkReader(
  { Resource, ReaderConfig = {} }: NonNullable<MapState['ItemReader']>,
  location: string,
): readonly Diagnostic[] {
  const { InputType, CSVHeaderLocation, CSVHeaders, CSVDelimiter } = ReaderConfig;
  const required = (field: string) => [schemaError(`These fields are required: [${field}]`, location)];
  const unsupported = (field: string) => [schemaError(`Field '${field}' is not supported`, location)];
  if (InputType === 'CSV') {
    if (CSVHeaderLocation === undefined) return required('CSVHeaderLocation');
    if (CSVHeaderLocation === 'GIVEN') return CSVHeaders === undefined ? required('CSVHeaders') : [];
    return CSVHeaders === undefined ? [] : unsupported('CSVHeaders');
  }
  const misplaced = Object.entries({ CSVHeaderLocation, CSVHeaders, CSVDelimiter }).filter(
    ([, value]) => value !== undefined,
  );
  if (misplaced.length > 0) return misplaced.flatMap(([field]) => unsupported(field));
  if (Resource.endsWith(':s3:getObject') && InputType === undefined) return required('InputType');
  if (Resource.endsWith(':s3:listObjectsV2') && InputType !== undefined) return unsupported('InputType');
  return [];
}
