import { runProgram } from '../run-program.ts';

/** Both of Debian, and of distributions made from it. */
const TOOLS = ['buildah', 'debootstrap'];

/** Why nothing can be built here; undefined when everything is there. */
export async function whatIsLacking(): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    return 'an image is built without a Docker engine by root on Linux only';
  }
  const found = await Promise.all(TOOLS.map(isInstalled));
  const lacking = TOOLS.filter((_, index) => !found[index]);
  return lacking.length === 0
    ? undefined
    : `not installed: ${lacking.join(', ')}; apt-get install ${lacking.join(' ')}`;
}

async function isInstalled(tool: string): Promise<boolean> {
  return runProgram([tool, '--version'], { limitSeconds: 60 }).then(
    () => true,
    () => false,
  );
}
