/** The row numbers 0 to count - 1 that pass the test. Plain loops: the arrays' own filter is several times slower. */
export function rowsWhere(count: number, test: (row: number) => boolean): Uint32Array {
  const found = new Uint32Array(count);
  let size = 0;
  for (let row = 0; row < count; row++) if (test(row)) found[size++] = row;
  return found.slice(0, size);
}

/** Those of the rows that pass the test, in their order. */
export function selectRows(rows: Uint32Array, test: (row: number) => boolean): Uint32Array {
  const found = new Uint32Array(rows.length);
  let size = 0;
  for (let i = 0; i < rows.length; i++) if (test(rows[i])) found[size++] = rows[i];
  return found.slice(0, size);
}
