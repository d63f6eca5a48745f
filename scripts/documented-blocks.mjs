// Plain JavaScript: CI reads the README before anything is installed.
const BLOCK = /^```(.*)\n([\s\S]*?)^```$/gm;

/** The fenced blocks of a document: their kind ('sh', 'sh alone', 'sh no-ci', ...), and their commands, one a line. */
export function documentedBlocks(markdown) {
  return [...markdown.matchAll(BLOCK)].map(([, kind, body]) => ({ kind: kind.trim(), commands: commandsOf(body) }));
}

export function withoutBlocks(markdown) {
  return markdown.replace(BLOCK, '');
}

function commandsOf(body) {
  return body
    .replace(/\\\n\s*/g, ' ')
    .split('\n')
    .map((line) => line.replace(/\s+#.*$/, '').trim())
    .filter((line) => line !== '');
}
