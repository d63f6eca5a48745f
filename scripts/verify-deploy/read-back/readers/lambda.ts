import { createHash } from 'node:crypto';
import type { Properties, Reader, ReadProps } from '../reader.ts';
import { at, tagsOf } from '../reader.ts';

export const FUNCTION: Reader = {
  by: "lambda GetFunction; the code's SHA-256 against the published asset's",
  async read(props: ReadProps): Promise<Properties> {
    const { Configuration: found, Tags } = await props.api.call('lambda', 'GetFunction', { FunctionName: props.id });
    return {
      Architectures: at(found, 'Architectures'),
      Code: await codeOf(props, String(at(found, 'CodeSha256'))),
      Description: at(found, 'Description'),
      Environment: { Variables: at(found, 'Environment', 'Variables') },
      EphemeralStorage: at(found, 'EphemeralStorage'),
      FunctionName: at(found, 'FunctionName'),
      Handler: at(found, 'Handler'),
      LoggingConfig: at(found, 'LoggingConfig'),
      MemorySize: at(found, 'MemorySize'),
      Role: at(found, 'Role'),
      Runtime: at(found, 'Runtime'),
      Tags: tagsOf(Tags),
      Timeout: at(found, 'Timeout'),
      TracingConfig: at(found, 'TracingConfig'),
      VpcConfig: at(found, 'VpcConfig'),
    };
  },
};

/** The place that the template names, where the function runs exactly what lies there. */
async function codeOf({ api, expected }: ReadProps, sha256: string): Promise<unknown> {
  const { Code } = expected;
  const place = { Bucket: at(Code, 'S3Bucket'), Key: at(Code, 'S3Key') };
  const { Body } = await api.call('s3', 'GetObject', place);
  const published = createHash('sha256')
    .update(Buffer.from(String(Body), 'base64'))
    .digest('base64');
  return published === sha256 ? Code : { S3Key: `other code, SHA-256 ${sha256}` };
}
