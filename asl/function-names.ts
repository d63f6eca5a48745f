/**
 * The functions that an expression can call: those of JSONata 2.0.6 without `$eval`, which AWS takes away, and AWS's own. A
 * variable of one of these names that no state assigns is the function.
 */
export const FUNCTION_NAMES: readonly string[] = [
  ...['sum', 'count', 'max', 'min', 'average', 'number', 'floor', 'ceil', 'round', 'abs', 'sqrt', 'power', 'random'],
  ...['string', 'substring', 'substringBefore', 'substringAfter', 'lowercase', 'uppercase', 'length', 'trim', 'pad'],
  ...['match', 'contains', 'replace', 'split', 'join', 'formatNumber', 'formatBase', 'formatInteger', 'parseInteger'],
  ...['base64encode', 'base64decode', 'encodeUrlComponent', 'encodeUrl', 'decodeUrlComponent', 'decodeUrl'],
  ...['boolean', 'not', 'exists', 'type', 'assert', 'error', 'clone', 'keys', 'lookup', 'spread', 'merge', 'each'],
  ...['map', 'filter', 'single', 'reduce', 'sift', 'zip', 'append', 'reverse', 'sort', 'shuffle', 'distinct'],
  ...['now', 'millis', 'toMillis', 'fromMillis'],
  ...['partition', 'range', 'hash', 'parse', 'uuid'],
];
