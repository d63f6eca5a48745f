/** A row as a reader of the platform gives it: line, id, date, value. */
export type Row = readonly [line: number, id: string | null, date: string | null, value: string | null];

const SPACE = /^\s$/u;

interface Field {
  readonly text: string;
  /** Behind its delimiter, or at the line end. */
  readonly next: number;
}

/**
 * The rows of a CSV text, read one character after the other and by other code than the platform's; undefined where the text does not say what
 * is meant: a quote within a quoted field, or one that never closes.
 */
export function rowsByOracle(text: string): readonly Row[] | undefined {
  // An old Mac's lines end in a carriage return alone.
  const lineEnd = text.includes('\n') ? '\n' : '\r';
  const delimiter = delimiterOf(text, lineEnd);
  const records = recordsOf(text, { delimiter, lineEnd });
  if (records === undefined) return undefined;
  // A line without anything between its delimiters is as empty as one without delimiters.
  const filled = records.filter(({ fields }) => fields.some((field) => field !== ''));
  const [header, ...rest] = filled;
  if (header === undefined) return undefined;
  const names = header.fields.map((name) => name.trim());
  const [id, date, value] = ['station', 'date', 'temp'].map((name) => names.indexOf(name));
  const width = names.findLastIndex((name) => name !== '') + 1;
  return rest.map(({ line, fields }): Row => {
    const fits = fields.length >= width && fields.slice(width).every((field) => field === '');
    return fits ? [line, fields[id], fields[date], fields[value]] : [line, null, null, null];
  });
}

function delimiterOf(text: string, lineEnd: string): string {
  const first = text.split(lineEnd).find((line) => line.trim() !== '') ?? '';
  const outside = first
    .trim()
    .split(/"[^"]*"/)
    .join('');
  const counts = [',', ';', '\t', '|'].map((delimiter) => ({ delimiter, times: outside.split(delimiter).length }));
  return counts.reduce((best, one) => (one.times > best.times ? one : best)).delimiter;
}

interface Form {
  readonly delimiter: string;
  readonly lineEnd: string;
}

function recordsOf(
  text: string,
  form: Form,
): readonly { readonly line: number; readonly fields: readonly string[] }[] | undefined {
  const records = [];
  let [at, line] = [0, 1];
  while (at < text.length) {
    const fields: string[] = [];
    const start = line;
    for (;;) {
      const field = fieldAt(text, at, form);
      if (field === undefined) return undefined;
      line += text.slice(at, field.next).split(form.lineEnd).length - 1;
      fields.push(field.text);
      const wasDelimiter = text.slice(at, field.next).endsWith(form.delimiter) && field.next > at;
      at = field.next;
      if (!wasDelimiter) break;
    }
    records.push({ line: start, fields });
    if (text[at] === form.lineEnd) [at, line] = [at + 1, line + 1];
  }
  return records;
}

function fieldAt(text: string, start: number, { delimiter, lineEnd }: Form): Field | undefined {
  const isEnd = (at: number): boolean => at >= text.length || text[at] === lineEnd || text[at] === delimiter;
  const next = (at: number): number => (text[at] === delimiter && at < text.length ? at + 1 : at);
  let at = start;
  while (!isEnd(at) && SPACE.test(text[at])) at += 1;
  if (text[at] !== '"') {
    while (!isEnd(at)) at += 1;
    return { text: trimmed(text.slice(start, at)), next: next(at) };
  }
  let content = '';
  for (at += 1; ; at += 1) {
    if (at >= text.length) return undefined;
    if (text[at] !== '"') content += text[at];
    else if (text[at + 1] === '"') [content, at] = [`${content}"`, at + 1];
    else break;
  }
  at += 1;
  while (!isEnd(at) && SPACE.test(text[at])) at += 1;
  return isEnd(at) ? { text: content, next: next(at) } : undefined;
}

function trimmed(text: string): string {
  return text.replace(/^\s+|\s+$/gu, '');
}
