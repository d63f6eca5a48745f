import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The command, where nothing but Node is on the path. */
function verifyImage(environment: Readonly<Record<string, string>>) {
  const args = ['--import', 'tsx', 'scripts/verify-image/run.ts'];
  return run(process.execPath, args, { env: { PATH: '/nowhere', ...environment } });
}

describe('verify:image on a machine that cannot build images', () => {
  it('says what is lacking, and counts as skipped', async () => {
    const { stdout } = await verifyImage({});
    expect(stdout).toMatch(
      /^The image is not verified here: (not installed: buildah, debootstrap|an image is built .* by root on Linux only).*\nTests: 0 passed, 0 failed, 1 skipped\n$/,
    );
  });

  it('fails where every comparison must run', async () => {
    await expect(verifyImage({ REQUIRE_ORACLES: '1' })).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^ToolsMissing: REQUIRE_ORACLES=1, but /),
    });
  });
});
