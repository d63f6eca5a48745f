import tseslint from 'typescript-eslint';

/** Who may import whom (docs/architecture.md): each zone lists the folders that it must not reach. */
const ZONES = {
  core: [
    'tables',
    'lambdas',
    'containers',
    'adapters',
    'lib',
    'local',
    'asl',
    'report',
    'environments',
    'datasets',
    'bin',
  ],
  tables: ['lambdas', 'containers', 'adapters', 'lib', 'local', 'asl', 'report', 'environments', 'datasets', 'bin'],
  adapters: ['lambdas', 'containers', 'lib', 'local', 'asl', 'report', 'environments', 'bin'],
  containers: ['lambdas', 'lib', 'local', 'asl', 'report', 'environments', 'bin'],
  lambdas: ['lib', 'local', 'asl', 'environments', 'bin'],
  datasets: ['tables', 'lambdas', 'containers', 'adapters', 'lib', 'local', 'asl', 'report', 'environments', 'bin'],
  environments: ['tables', 'lambdas', 'containers', 'adapters', 'lib', 'local', 'asl', 'report', 'bin'],
  lib: ['tables', 'lambdas', 'containers', 'adapters', 'local', 'asl', 'report', 'bin'],
  asl: [
    'core',
    'tables',
    'lambdas',
    'containers',
    'adapters',
    'lib',
    'local',
    'report',
    'environments',
    'datasets',
    'bin',
    'bench',
    'scripts',
    'test',
  ],
};

/** Packages that a zone may import; elsewhere every installed package is allowed. */
const CORE_PACKAGES = ['zod', 'date-holidays'];

function zone([folder, forbidden]) {
  const patterns = [{ group: forbidden.map((name) => `**/../${name}/**`), message: `${folder} must not import this` }];
  if (folder === 'core') {
    patterns.push({
      regex: `^(?!\\.|(${CORE_PACKAGES.join('|')})$)`,
      message: 'core imports only itself and pure libraries',
    });
  }
  if (folder === 'lib') patterns.push({ group: ['@aws-sdk/*'], message: 'lib is synth time only' });
  return {
    files: [`${folder}/**/*.ts`],
    rules: { 'no-restricted-imports': ['error', { patterns }] },
  };
}

export default tseslint.config(
  { ignores: ['node_modules', 'cdk.out', 'out', '.cache', '.venv'] },
  ...tseslint.configs.strict,
  {
    files: ['**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      eqeqeq: 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'no default exports' },
        { selector: 'TSEnumDeclaration', message: 'string-literal unions rather than enums' },
      ],
    },
  },
  ...Object.entries(ZONES).map(zone),
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
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'no default exports' },
        { selector: 'TSEnumDeclaration', message: 'string-literal unions rather than enums' },
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: 'the clock comes in through ports',
        },
      ],
    },
  },
);
