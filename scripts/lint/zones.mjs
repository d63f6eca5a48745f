/**
 * Who may import whom: a folder may reach itself, and what stands in its line (docs/architecture.md says why). A path names everything below
 * it. A folder of source files without a line is an error of the configuration.
 */
export const ZONES = {
  'core/contracts': [],
  'core/object-store.ts': ['core/contracts'],
  'core/ports.ts': ['core/contracts', 'core/object-store.ts'],
  'core/answering-ports.ts': ['core/contracts'],
  'core/series': ['core/contracts'],
  'core/models': ['core/contracts', 'core/series'],
  'core/backtest': ['core/contracts', 'core/series', 'core/models'],
  'core/blend': ['core/contracts', 'core/series', 'core/models', 'core/backtest'],
  'core/gates': ['core/contracts', 'core/series', 'core/models', 'core/backtest'],
  'core/signing': ['core/contracts'],
  'core/cost': ['core/contracts'],
  'core/delivery': ['core/contracts', 'core/ports.ts', 'core/cost'],
  ...stages(['ingest', 'transform', 'features', 'train', 'forecast', 'evaluate', 'promote', 'monitor']),
  // A file that nobody has described yet, read as a run would read it.
  'core/inspect': ['core/contracts', 'core/series', 'core/models', 'core/backtest', 'core/ingest', 'core/transform'],
  tables: ['core'],
  lake: ['core', 'tables'],
  sources: ['core', 'tables', 'lake'],
  report: ['core', 'tables', 'lake'],
  // What the image is built of (lib/compute/forecaster-image.ts).
  containers: ['core', 'tables', 'scripts/bundling.mjs'],
  'containers/sagemaker': ['core', 'tables', 'lake'],
  lambdas: ['core', 'tables', 'lake', 'sources', 'containers', 'report'],
  'lambdas/shell.ts': ['core', 'hosts'],
  'lambdas/answer/handler.ts': ['core', 'hosts', 'lambdas/answer/answer.ts'],
  adapters: ['core', 'tables', 'lake'],
  hosts: ['core', 'lake', 'adapters', 'datasets'],
  datasets: ['core'],
  environments: ['core', 'datasets'],
  lib: [
    'core/contracts',
    'core/ports.ts',
    'datasets',
    'environments',
    'lambdas/jobs.ts',
    'lambdas/steps.ts',
    'lambdas/step-row.ts',
  ],
  bin: ['core', 'lib', 'cli/error-text.ts', 'cli/terminal.ts'],
  asl: [],
  local: ['core', 'tables', 'lake', 'report', 'containers', 'lambdas', 'hosts', 'asl'],
  cli: ['core', 'tables', 'lake', 'sources', 'report', 'hosts', 'datasets', 'environments', 'lib', 'local', 'asl'],
  // Which packages are in the image, its bundle says.
  'cli/deliver/evidence': [
    'cli',
    'containers/forecaster/bundling.ts',
    'core',
    'datasets',
    'environments',
    'hosts',
    'lake',
    'report',
    'tables',
  ],
  scripts: ['core', 'environments', 'lib', 'local', 'cli', 'asl'],
  // Starts processes as the tests do.
  'scripts/verify-deploy': [
    'scripts/run-program.ts',
    'scripts/last-release',
    'core',
    'environments',
    'datasets',
    'lib',
    'hosts',
    'lambdas/jobs.ts',
    'lambdas/steps.ts',
    'lambdas/step-row.ts',
    'local',
    'cli',
    'asl',
    'test/support',
  ],
  // Runs a machine on a folder in the checkout that it lies in, whatever release that is.
  'scripts/last-release': ['scripts/run-program.ts', 'core', 'datasets', 'hosts', 'local', 'cli'],
  // Runs the deployed functions' code on the adapters of AWS, in memory.
  'scripts/verify-iam': [
    'scripts/verify-deploy',
    'core',
    'environments',
    'datasets',
    'lib',
    'hosts',
    'lambdas/jobs.ts',
    'local',
    'cli',
    'asl',
    'test/support/memory-store.ts',
    'test/support/company-environment.ts',
  ],
  'scripts/verify-faults': ['test', 'cli'],
  'scripts/verify-image': ['scripts/run-program.ts', 'core', 'lake', 'datasets', 'hosts', 'lib', 'containers', 'cli'],
  bench: [
    'scripts',
    'core',
    'tables',
    'lake',
    'sources',
    'containers',
    'lambdas',
    'hosts',
    'lib',
    'local',
    'cli',
    'asl',
    'test',
  ],
};

/** A stage builds on the ones before it, as the data do. */
function stages(names) {
  const below = ['contracts', 'ports.ts', 'series', 'models', 'backtest', 'blend', 'gates', 'signing'];
  return Object.fromEntries(
    names.map((name, index) => [
      `core/${name}`,
      [...below, ...names.slice(0, index)].map((folder) => `core/${folder}`),
    ]),
  );
}

/** Packages that a zone may import; elsewhere every installed package is allowed. */
export const PACKAGES = {
  core: ['zod', 'date-holidays'],
  asl: ['jsonata', 'zod', 'csv-parse', 'node:'],
  // Synthesis knows no account: what calls AWS is an adapter.
  lib: ['aws-cdk-lib', 'constructs', 'cdk-nag', 'node:'],
};

/** The longest path of the table that the file lies in. */
export function zoneOf(file, paths = Object.keys(ZONES)) {
  return paths.filter((path) => isBelow(file, path)).sort((a, b) => b.length - a.length)[0];
}

export function isBelow(file, path) {
  return file === path || file.startsWith(`${path}/`);
}
