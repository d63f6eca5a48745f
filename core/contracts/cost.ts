/** An estimate of what a month of an environment costs, and what it is made of. */
export interface CostEstimate {
  readonly currency: 'USD';
  /** The day that the prices were looked up, `YYYY-MM-DD`, and the region they are of. */
  readonly pricesOf: string;
  readonly region: string;
  /** Dollars a month of 730 hours. */
  readonly total: number;
  /** The dearest first. */
  readonly lines: readonly CostLine[];
}

export interface CostLine {
  /** 'Step Functions', 'Lambda', 'SageMaker', 'S3', ... */
  readonly service: string;
  /** What is counted: 'state transitions of monitor', ... */
  readonly what: string;
  /** A data set, or 'all' for what is there once. */
  readonly dataset: string;
  readonly quantity: number;
  readonly unit: string;
  readonly dollars: number;
}
