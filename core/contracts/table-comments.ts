/** What somebody is told of a table who finds it in the catalog, or reads its log. */
export const TABLE_COMMENTS = {
  observations: 'What was delivered, as text: one commit a file',
  series: 'The clean series: parsed, on the calendar, without duplicates',
  quarantine: 'Every row that was refused, with the reason',
  features: 'What is known ahead: the calendar with its holidays, and the regressors by the time they were known',
  forecasts: 'Published forecasts: one row a value and run',
  evaluations: 'What forecasts were worth once the actuals were known: one row a candidate, series and metric',
  monitoring: 'What each look of the monitor saw: one row a series or segment and metric',
} as const;

/** By the column's name, which means the same in every table that has it. */
const COLUMN_COMMENTS: Readonly<Record<string, string>> = {
  delivery: 'SHA-256 of the delivered file, of how its columns were read, and of its partition',
  sequence: 'Order of the deliveries: the table version that the delivery was added to',
  file: "The delivered file's key in the landing bucket",
  line: 'Line of the file, or row of a Parquet file',
  unique_id: 'The series; empty in rows of the whole panel or of a segment',
  timestamp: 'The date as it was delivered',
  value: 'The value: as it was delivered, or of the metric',
  record: 'The whole line, where its fields could not be told apart',
  ds: 'The period, by the day that the series dates it by',
  received: 'When the delivery arrived, in rows that are dated later than that',
  regressors: "The texts of the data set's known-future columns, a JSON object",
  kind: "'calendar' for all series, or 'regressor'",
  day_of_week: '1 Monday to 7 Sunday',
  day_of_month: '1 to 31',
  month: '1 to 12',
  week: 'ISO 8601: the week with the first Thursday of the year is 1',
  holiday: 'Public holidays of the day',
  days_since_holiday: 'Days since the last public holiday, 0 on it',
  days_to_holiday: 'Days to the next public holiday, 0 on it',
  days_since_weekend: 'Days since the last Saturday or Sunday, 0 on them',
  days_to_weekend: 'Days to the next Saturday or Sunday, 0 on them',
  regressor: 'The known-future column',
  known_at: 'The period from which on the value was known; empty where it always was',
  shard: 'Which part of the series the row lies in',
  y: 'The observed value',
  n: 'How many delivered rows made the value, where they are finer than the frequency',
  phase: 'Which day of a period dates it in this series: core/series/dating.ts',
  reason: 'Why the row was refused',
  detail: 'What was wrong, with the value got',
  run_id: 'The run that wrote the row',
  cutoff: 'The last period of training',
  yhat: 'The forecast',
  yhat_lower: "Lower end of the forecast interval of the data set's level",
  yhat_upper: "Upper end of the forecast interval of the data set's level",
  model_version: 'The version that forecasted',
  naive: "The yardstick's forecast of the same period",
  scale: "Denominator of the series' MASE, as of training",
  recipe: "What forecasted: blend, average, or the chosen candidate's name",
  candidate: 'What was scored: the version, or one of its candidates',
  metric: 'Name of the metric',
  joined: 'How many forecasts met an actual value',
  segment: 'The segment of the panel; empty in rows of a series or of the whole panel',
};

/** @throws Error for a column that nobody has described */
export function columnComment(name: string): string {
  const [, end, level] = /^yhat_(lower|upper)_([\d_]+)$/.exec(name) ?? [];
  const comment =
    level === undefined
      ? COLUMN_COMMENTS[name]
      : `${end === 'lower' ? 'Lower' : 'Upper'} end of the forecast interval of ${level.replace('_', '.')} per cent`;
  if (comment !== undefined) return comment;
  throw new Error(`the column ${name} has no comment: core/contracts/table-comments.ts`);
}
