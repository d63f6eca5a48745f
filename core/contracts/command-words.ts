/** The text as one word of a command that a person pastes into a shell. */
export function shellWord(text: string): string {
  return /^[\w./:@=+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** The options that name a platform to its commands; whoever prints a command for people builds it with these. */
export const placeWords = {
  folder: (folder: string) => `--folder ${shellWord(folder)}`,
  environment: (name: string) => `--env ${name}`,
} as const;
