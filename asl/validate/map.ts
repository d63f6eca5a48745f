import { isDistributed, type MapState } from '../definition.ts';

const DISTRIBUTED_ONLY = ['ItemReader', 'ItemBatcher', 'ResultWriter', 'Label'] as const;

export function checkMap(state: MapState, hasS3: boolean): readonly string[] {
  const { ItemReader, ItemBatcher, ResultWriter } = state;
  const problems: string[] = [];
  if (!isDistributed(state)) {
    const misplaced = DISTRIBUTED_ONLY.filter((field) => state[field] !== undefined);
    problems.push(...misplaced.map((field) => `the field '${field}' needs ProcessorConfig.Mode DISTRIBUTED`));
  }
  if (ItemReader !== undefined && state.Items !== undefined) problems.push('has both Items and ItemReader');
  if (ItemBatcher !== undefined && (ItemBatcher.MaxItemsPerBatch ?? ItemBatcher.MaxInputBytesPerBatch) === undefined) {
    problems.push('ItemBatcher: needs MaxItemsPerBatch or MaxInputBytesPerBatch');
  }
  if ((ItemReader !== undefined || ResultWriter !== undefined) && !hasS3) {
    problems.push('reads or writes S3 objects, but the interpreter was given no s3');
  }
  if (ItemReader !== undefined) problems.push(...checkReader(ItemReader));
  return problems;
}

function checkReader({ Resource, ReaderConfig = {} }: NonNullable<MapState['ItemReader']>): readonly string[] {
  const { InputType, CSVHeaderLocation, CSVHeaders, CSVDelimiter } = ReaderConfig;
  const place = 'ItemReader.ReaderConfig';
  if (InputType === 'CSV') {
    if (CSVHeaderLocation === undefined) return [`${place}: CSV needs CSVHeaderLocation`];
    const mustBeGiven = CSVHeaderLocation === 'GIVEN';
    return mustBeGiven === (CSVHeaders !== undefined) ? [] : [`${place}: CSVHeaders go with CSVHeaderLocation GIVEN`];
  }
  if ((CSVHeaderLocation ?? CSVHeaders ?? CSVDelimiter) !== undefined)
    return [`${place}: CSV fields need InputType CSV`];
  if (Resource.endsWith(':s3:getObject') && InputType === undefined) return [`${place}: needs InputType`];
  if (Resource.endsWith(':s3:listObjectsV2') && InputType !== undefined)
    return [`${place}: a listing has no InputType`];
  return [];
}
