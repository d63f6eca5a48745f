/** The figures of a slice that holds nothing. */
export const NO_ROWS = {
  ...{ bronze: 0, silver: 0, quarantined: 0, deduplicated: 0, aggregated: 0, planned: 0, withdrawn: 0 },
  ...{ gaps: 0, undated: 0 },
};
