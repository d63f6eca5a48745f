/** The buckets of an environment: the medallion, with where data arrive before it and where models lie beside it. */
export const LAYERS = ['landing', 'bronze', 'silver', 'gold', 'artifacts'] as const;
export type Layer = (typeof LAYERS)[number];
