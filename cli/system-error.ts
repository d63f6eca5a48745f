/** What helps, by the code of what a disk, or its rights, refused. */
const HINTS: Readonly<Record<string, string>> = {
  EACCES: 'give a folder that you may write in, or have its owner let you',
  EPERM: 'give a folder that you may write in, or have its owner let you',
  EROFS: 'give a folder on a disk that can be written',
  ENOSPC: 'make room on the disk, or give a folder on another',
  EDQUOT: 'make room on the disk, or give a folder on another',
};

/** A refusal of the system in the parts of every error; undefined of anything else. A person can mend it, so that no stack helps. */
export function systemError(error: unknown): Pick<Error, 'name' | 'message'> | undefined {
  if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) return undefined;
  const { code, message } = error;
  const program = code === 'ENOENT' ? /^spawn (\S+) ENOENT$/.exec(message)?.[1] : undefined;
  if (program !== undefined)
    return { name: code, message: `there is no program '${program}'; hint: install it, or put its folder into PATH` };
  const hint = Object.hasOwn(HINTS, code) ? HINTS[code] : undefined;
  return hint === undefined ? undefined : { name: code, message: `${message.replace(`${code}: `, '')}; hint: ${hint}` };
}
