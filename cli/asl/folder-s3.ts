import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import type { S3ObjectInfo, S3Objects } from '../../asl/index.ts';

/** A folder as S3: the object `a/b` of bucket `c` is the file `<root>/c/a/b`. */
export function folderS3(root: string): S3Objects {
  return {
    getObject: (bucket, key) => orAsS3Says('The specified key does not exist.', readFile(fileOf(root, bucket, key))),
    async putObject(bucket, key, body) {
      const file = fileOf(root, bucket, key);
      await orAsS3Says('The specified bucket does not exist', stat(join(root, bucket)));
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, body);
    },
    async listObjectsV2(bucket, prefix) {
      const folder = fileOf(root, bucket, '.');
      const read = readdir(folder, { recursive: true, withFileTypes: true });
      const entries = await orAsS3Says('The specified bucket does not exist', read);
      const keys = entries
        .filter((entry) => entry.isFile())
        .map((entry) =>
          join(entry.parentPath, entry.name)
            .slice(folder.length + 1)
            .replaceAll(sep, '/'),
        )
        .filter((key) => key.startsWith(prefix))
        .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      return Promise.all(keys.map((key) => describe(join(folder, key), key)));
    },
  };
}

async function describe(file: string, key: string): Promise<S3ObjectInfo> {
  const { size, mtimeMs } = await stat(file);
  const LastModified = Math.floor(mtimeMs / 1000);
  return { Etag: `"${size}-${Math.floor(mtimeMs)}"`, Key: key, LastModified, Size: size, StorageClass: 'STANDARD' };
}

function fileOf(root: string, bucket: string, key: string): string {
  const isInside = !bucket.includes('/') && bucket !== '..' && !key.split('/').includes('..');
  if (isInside) return join(root, bucket, key);
  throw new Error(`s3://${bucket}/${key} lies outside of the folder ${root}: '..' is not allowed here`);
}

async function orAsS3Says<T>(absent: string, found: Promise<T>): Promise<T> {
  try {
    return await found;
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? '';
    throw ['ENOENT', 'EISDIR', 'ENOTDIR'].includes(code) ? new Error(absent, { cause }) : cause;
  }
}
