// The last line of a run: what was skipped, and why. Plain JavaScript: jest loads it before anything is transformed.
const NEEDS = /\[needs (\S+)\]/;
const CLOSING = 'with REQUIRE_ORACLES=1 that is a failure';

/** Adds up the skipped tests by what they miss. A skip that names nothing is an error: it would pose as a test. */
export default class ClosingLineReporter {
  #error;

  constructor(globalConfig) {
    // With -t every test of another name counts as skipped.
    this.isPartial = (globalConfig.testNamePattern ?? '') !== '';
  }

  onRunComplete(_contexts, { testResults }) {
    if (this.isPartial) return;
    const { byOracle, unexplained } = skipsOf(testResults);
    if (unexplained.length > 0) {
      this.#error = new Error(`skipped without '[needs ...]' in the name:\n${unexplained.join('\n')}`);
      process.stderr.write(`${this.#error.message}\n`);
    }
    const parts = [...byOracle].map(([oracle, { tests, suites }]) => {
      const names = [...suites].sort().join(', ');
      return `${tests} in ${suites.size} suites: ${oracle} is not on this machine, or does not do its part (${names})`;
    });
    if (parts.length === 0) return;
    // jest's summary comes after every reporter's last word.
    process.once('exit', () => process.stderr.write(`\nSkipped tests: ${parts.join('; ')}; ${CLOSING}\n`));
  }

  getLastError() {
    return this.#error;
  }
}

/** Skipped tests by oracle, and those that name none. */
function skipsOf(testResults) {
  const byOracle = new Map();
  const unexplained = [];
  for (const { testFilePath, testResults: tests } of testResults) {
    for (const { status, fullName } of tests) {
      if (status === 'passed' || status === 'failed') continue;
      const oracle = NEEDS.exec(fullName)?.[1];
      if (oracle === undefined) unexplained.push(fullName);
      else count(byOracle, oracle, suiteOf(testFilePath));
    }
  }
  return { byOracle, unexplained };
}

function count(byOracle, oracle, suite) {
  const known = byOracle.get(oracle) ?? { tests: 0, suites: new Set() };
  byOracle.set(oracle, { tests: known.tests + 1, suites: known.suites.add(suite) });
}

function suiteOf(path) {
  return path.replace(/^.*\//, '').replace(/\.test\.ts$/, '');
}
