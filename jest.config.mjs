/** What takes minutes, and tells little that a shorter test does not: LONG_TESTS=1 npm test -- long.test */
const isLong = process.env.LONG_TESTS === '1';

export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'es6' }, sourceMaps: 'inline' },
    ],
  },
  testPathIgnorePatterns: ['/node_modules/', ...(isLong ? [] : ['\\.long\\.test\\.ts$'])],
  modulePathIgnorePatterns: ['<rootDir>/cdk.out', '<rootDir>/out', '<rootDir>/.cache'],
  // Two cores, and a worker that has grown starts anew between two files: the whole stays below 1 GiB.
  maxWorkers: 2,
  workerIdleMemoryLimit: '120MB',
  // A limit against hanging, not a measurement: a machine with ten times the work of its cores must meet it.
  testTimeout: 300_000,
  cacheDirectory: '.cache/jest',
  globalSetup: './test/support/before-all-suites.mjs',
  globalTeardown: './test/support/after-all-suites.mjs',
  reporters: ['default', './test/support/closing-line-reporter.mjs'],
};
