/** What columns of a role are called, by words of their names, in the languages that most public files are in. */
const WORDS = {
  timestamp: [
    ...['ds', 'dt', 'ts', 'date', 'dates', 'time', 'timestamp', 'datetime', 'day', 'week', 'month', 'quarter', 'year'],
    ...['period', 'hour', 'when', 'datum', 'zeit', 'zeitpunkt', 'zeitstempel', 'tag', 'woche', 'monat', 'quartal'],
    ...['jahr', 'stunde', 'fecha', 'mes', 'data', 'datetimes', 'timestamps'],
  ],
  target: [
    ...['y', 'value', 'values', 'target', 'val', 'wert', 'werte', 'valor', 'valeur', 'observation', 'obs', 'actual'],
  ],
  measure: [
    ...['sales', 'units', 'demand', 'quantity', 'qty', 'amount', 'volume', 'count', 'counts', 'load', 'consumption'],
    ...['revenue', 'orders', 'calls', 'umsatz', 'menge', 'absatz', 'verbrauch', 'ventas', 'total'],
  ],
  id: [
    ...['id', 'ids', 'uid', 'unique', 'series', 'name', 'key', 'code', 'group', 'symbol', 'ticker', 'store', 'shop'],
    ...['item', 'sku', 'product', 'location', 'region', 'station', 'site', 'city', 'country', 'state', 'customer'],
    ...['sensor', 'meter', 'category', 'dept', 'department', 'branch', 'warehouse', 'entity', 'filiale', 'artikel'],
    ...['produkt', 'standort', 'kunde', 'nr', 'zip', 'plz'],
  ],
  /** What a date has been taken apart into. */
  datePart: [
    ...['year', 'month', 'day', 'week', 'weekday', 'dayofweek', 'dow', 'wday', 'dayofyear', 'doy', 'yday', 'quarter'],
    ...['hour', 'hr', 'minute', 'time', 'jahr', 'monat', 'tag', 'woche', 'wochentag', 'stunde', 'he', 'mnth', 'yr'],
  ],
} as const satisfies Record<string, readonly string[]>;

const SETS = new Map<string, ReadonlySet<string>>(Object.entries(WORDS).map(([role, words]) => [role, new Set(words)]));

/** Whether a word of the column's name is one by which such columns go: 'storeId', 'STORE_ID', 'store id'. */
export function isNamedAs(role: keyof typeof WORDS, name: string): boolean {
  const words = name
    .replaceAll(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\d]+/u);
  return words.some((word) => SETS.get(role)?.has(word));
}
