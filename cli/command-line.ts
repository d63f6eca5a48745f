/** What a person can copy into a shell as it stands: `npm run approve -- --dataset weather --folder 'my runs'`. */
export function npmRun(command: string, words: readonly string[]): string {
  return ['npm run', command, '--', ...words.map(shellWord)].join(' ');
}

function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
