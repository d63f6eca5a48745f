/** The buckets of an environment: the medallion, with where data arrive before it and where models lie beside it. */
export const LAYERS = ['landing', 'bronze', 'silver', 'gold', 'artifacts'] as const;
export type Layer = (typeof LAYERS)[number];

/** What one environment may let another read: clean series, and what was published of them. */
export const SHARED_LAYERS = ['silver', 'gold'] as const satisfies Layer[];
export type SharedLayer = (typeof SHARED_LAYERS)[number];
