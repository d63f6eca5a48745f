import tseslint from 'typescript-eslint';
import { zonesRule } from './scripts/lint/zones-rule.mjs';

const BANNED_SYNTAX = [
  { selector: 'ExportDefaultDeclaration', message: 'no default exports' },
  { selector: 'TSEnumDeclaration', message: 'string-literal unions rather than enums' },
];

const NO_CLOCK = ['NewExpression', 'CallExpression'].map((kind) => ({
  selector: `${kind}[callee.name='Date'][arguments.length=0]`,
  message: 'the clock comes in through ports',
}));

export default tseslint.config(
  { ignores: ['node_modules', 'cdk.out', 'out', '.cache', '.venv'] },
  ...tseslint.configs.strict,
  {
    files: ['**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/max-params': ['error', { max: 3 }],
      eqeqeq: 'error',
      'max-lines': ['error', { max: 250 }],
      'max-lines-per-function': ['error', { max: 40 }],
      'no-restricted-syntax': ['error', ...BANNED_SYNTAX],
    },
  },
  {
    files: ['*/**/*.ts'],
    // The worker of mutation testing imports whatever tests there are.
    ignores: ['test/**', 'scripts/mutate/worker.ts'],
    plugins: { house: { rules: { zones: zonesRule } } },
    rules: { 'house/zones': 'error' },
  },
  {
    files: ['core/**/*.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        'process',
        'console',
        'setTimeout',
        'fetch',
        'Buffer',
        'performance',
        'crypto',
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'the clock comes in through ports' },
        { object: 'Math', property: 'random', message: 'the seed comes in' },
      ],
      'no-restricted-syntax': ['error', ...BANNED_SYNTAX, ...NO_CLOCK],
    },
  },
  // Definitions of machines and tables of data are read from top to bottom, whatever their length; tests are lists of cases.
  { files: ['lib/machines/*.ts', 'test/**/*.ts'], rules: { 'max-lines-per-function': 'off' } },
  { files: ['lambdas/steps.ts'], rules: { 'max-lines': 'off' } },
  { files: ['test/**/*.ts'], rules: { 'max-lines': 'off', '@typescript-eslint/max-params': 'off' } },
);
