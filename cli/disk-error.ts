/** What helps, by the code of what a disk, or its rights, refused. */
const HINTS: Readonly<Record<string, string>> = {
  EACCES: 'give a folder that you may write in, or have its owner let you',
  EPERM: 'give a folder that you may write in, or have its owner let you',
  EROFS: 'give a folder on a disk that can be written',
  ENOSPC: 'make room on the disk, or give a folder on another',
  EDQUOT: 'make room on the disk, or give a folder on another',
};

/** A refusal of the disk in the parts of every error; undefined of anything else. A person can mend it, so that no stack helps. */
export function diskError(error: unknown): { readonly name: string; readonly message: string } | undefined {
  if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) return undefined;
  const { code, message } = error;
  const hint = Object.hasOwn(HINTS, code) ? HINTS[code] : undefined;
  return hint === undefined ? undefined : { name: code, message: `${message.replace(`${code}: `, '')}; hint: ${hint}` };
}
