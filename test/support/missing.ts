/** What a test compares with, or looks through, that neither Node nor npm brings along. */
export type Oracle =
  '../shared/asl-conformance' | 'chromium' | 'java' | 'openssl' | 'python3' | "the last release's commit";

/** For what looks an oracle up. @returns undefined. @throws where CI demands every oracle: a skip there would be a test that nobody runs */
export function missing(oracle: Oracle, cause?: unknown): undefined {
  if (process.env.REQUIRE_ORACLES === '1')
    throw new Error(`REQUIRE_ORACLES=1, but ${oracle} does not do its part`, { cause });
  return undefined;
}
