/** Where a release goes, and where its commit has proved itself before. */
export const RELEASED = 'prod';
export const PROVING = 'staging';
