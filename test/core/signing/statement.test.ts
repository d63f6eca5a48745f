import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { parseStatement, statementText } from '../../../core/signing/statement.ts';

const sha256 = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');
const [ONES, TWOS] = ['1'.repeat(64), '2'.repeat(64)];

describe('statementText', () => {
  it('is the statement that model-signing 1.1.1 makes of the same files', () => {
    const text = statementText(
      'm',
      new Map([
        ['b.txt', TWOS],
        ['a.txt', ONES],
      ]),
      sha256,
    );
    expect(JSON.parse(text)).toEqual({
      _type: 'https://in-toto.io/Statement/v1',
      // Python: sha256(b'\x11' * 32 + b'\x22' * 32)
      subject: [{ name: 'm', digest: { sha256: '5189c77d29fe5d546a045ec46986852785fea5c13ac7da9c115ff5fb6edf817c' } }],
      predicateType: 'https://model_signing/signature/v1.0',
      predicate: {
        serialization: { method: 'files', hash_type: 'sha256', allow_symlinks: false, ignore_paths: ['model.sig'] },
        resources: [
          { name: 'a.txt', algorithm: 'sha256', digest: ONES },
          { name: 'b.txt', algorithm: 'sha256', digest: TWOS },
        ],
      },
    });
  });

  it('sorts by the parts of the path, as Python sorts its paths', () => {
    const paths = ['a.txt', 'a/z', 'a-b', 'a/b/c', 'b', 'a/b', 'B'];
    const text = statementText('m', new Map(paths.map((path) => [path, ONES])), sha256);
    const { resources } = JSON.parse(text).predicate;
    // sorted(map(PurePosixPath, paths))
    expect(resources.map(({ name }: { name: string }) => name)).toEqual([
      'B',
      'a/b',
      'a/b/c',
      'a/z',
      'a-b',
      'a.txt',
      'b',
    ]);
  });

  it.each([
    '',
    '/a',
    'a/',
    'a//b',
    '.',
    '..',
    '../a',
    'a/../b',
    './a',
    '.hidden',
    'a/.b',
    'a\\b',
    'a b',
    'a\n',
    'a\0',
    'ä',
    'a:b',
  ])('refuses the path %j, to sign and when signed', (path) => {
    const files = new Map([[path, ONES]]);
    expect(() => statementText('m', files, sha256)).toThrow('a file has an unsafe path');
    const signed = statementText('m', new Map([['SAFE', ONES]]), sha256).replace('"SAFE"', JSON.stringify(path));
    expect(() => parseStatement(signed, sha256)).toThrow('a file has an unsafe path');
  });
});

describe('parseStatement', () => {
  it('gives the files that were signed', () => {
    const files = new Map([
      ['a/part-0.snappy.parquet', ONES],
      ['run_id=7/x+y', TWOS],
    ]);
    expect(parseStatement(statementText('m', files, sha256), sha256)).toEqual(files);
  });

  it('covers nothing where nothing was signed', () => {
    expect(parseStatement(statementText('m', new Map(), sha256), sha256)).toEqual(new Map());
  });
});
