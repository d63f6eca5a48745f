import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Json, JsonObject } from '../../../asl/index.ts';

/** Outside the checkout: the data belongs to LocalStack's contributors and is read, not copied. */
const FOLDER = fileURLToPath(new URL('../../../../shared/asl-conformance/', import.meta.url));

export interface RecordedEvent {
  readonly id: number;
  readonly prev: number;
  readonly type: string;
  readonly d?: JsonObject;
}

export interface RecordedTask {
  readonly ev?: number;
  readonly state: string;
  readonly outcome: 'ok' | 'fail' | 'timeout';
  readonly result?: Json;
  readonly error?: string;
  readonly cause?: Json;
}

/** One of AWS's executions; the README beside the data says what the fields mean. */
export interface RecordedCase {
  readonly id: string;
  readonly definition: Json;
  readonly input: Json;
  readonly expected: {
    readonly status: string;
    readonly output?: Json;
    readonly error?: string;
    readonly cause?: Json;
    readonly events?: readonly RecordedEvent[];
  };
  readonly tasks?: readonly RecordedTask[];
  readonly s3?: readonly { readonly bucket: string; readonly key: string; readonly body: string }[];
  readonly masks?: readonly { readonly jsonpath: string; readonly as: string }[];
  readonly unordered?: boolean;
}

export function conformanceDataExists(): boolean {
  return existsSync(FOLDER);
}

export function readCases(file: 'recorded.json' | 'derived.json'): readonly RecordedCase[] {
  // The recorder masked two names in a way that leaves no ARN behind; here they are ARNs again.
  const text = readFileSync(`${FOLDER}${file}`, 'utf8')
    .replaceAll('"activity_arn"', '"arn:<partition>:states:<region>:111111111111:activity:activity_arn"')
    .replaceAll(
      'The activity activity_arn',
      'The activity arn:<partition>:states:<region>:111111111111:activity:activity_arn',
    )
    .replaceAll('<test_aws_account_id>', '111111111111');
  return JSON.parse(text) as readonly RecordedCase[];
}
