import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';

/**
 * What a path escapes: all but RFC 2396's characters of a path; of what is beyond ASCII, only blanks and controls. Spark gets the same
 * text from a listed file by way of java.net.URI, and its VACUUM compares as text: a file that the log spells otherwise is deleted.
 */
const ESCAPED = /[^A-Za-z0-9\-_.!~*'():@&=+$,;/\u{80}-\u{10ffff}]|[\u{80}-\u{9f}\p{Z}]/gu;

/** The log's form of a key below the table's folder. */
export function logPath(key: string): string {
  return key.replace(ESCAPED, encodeURIComponent);
}

/** The inverse, whatever the writer escaped. @throws TableUnsupported, TableCorrupt */
export function keyOf(path: string): string {
  if (!isElsewhere(path)) return decoded(path);
  throw new PlatformError(ERROR_NAMES.tableUnsupported, {
    problem: 'a file lies outside the table',
    got: path,
    allowed: "paths below the table's folder",
    hint: 'a shallow clone names the files of its source: clone it deeply, or write a table of its own',
  });
}

/** As this project spells the path: equal for two paths of one file. */
export function respelled(path: string): string {
  return isElsewhere(path) ? path : logPath(decoded(path));
}

/** Whether a path in the log names no file below the table. */
export function isElsewhere(path: string): boolean {
  return /^([a-z][a-z0-9+.-]*:|\/)/i.test(path);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch (cause) {
    throw new PlatformError(ERROR_NAMES.tableCorrupt, {
      problem: 'a path in the log is no URI',
      got: path,
      hint: 'write the table anew by its engine',
      cause,
    });
  }
}
