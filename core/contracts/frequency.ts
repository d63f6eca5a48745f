export const FREQUENCIES = ['hour', 'day', 'week', 'month', 'quarter', 'year'] as const;

export type Frequency = (typeof FREQUENCIES)[number];
