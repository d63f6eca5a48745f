import type { CostEstimate } from '../../contracts/cost.ts';
import type { ShippedPackage } from '../../contracts/evidence.ts';
import type { Audit, ImageScan } from './compliance.ts';

export type Template = Readonly<Record<string, unknown>>;

/** Where a stack stands. */
export interface StackPlace {
  readonly stack: string;
  readonly account: string;
  readonly region: string;
}

/** What the evidence asks beside the releases store. Each throws where it does not know: what cannot be looked up is never empty. */
export interface EvidenceSources {
  /** As CloudFormation has it; undefined where there is no such stack. */
  deployedTemplate(place: StackPlace): Promise<Template | undefined>;
  /** @param image `repository@sha256:...` */
  imageScan(image: string): Promise<ImageScan>;
  /** Of the installed packages, as the registry knows today. */
  audit(): Promise<Audit>;
  /** That files come from, as paths below the checkout. */
  packagesOf(files: readonly string[]): Promise<readonly ShippedPackage[]>;
  /** Of which something is in the image of the container tasks, as paths below the checkout. */
  imageFiles(): Promise<readonly string[]>;
  /** A file of the checkout; undefined where there is none. */
  checkoutFile(path: string): Promise<string | undefined>;
}

/** Prices, and what is counted by them. */
export interface Pricing {
  /** What the estimate takes for granted, for its reader. */
  readonly basis: string;
  /** What a month of an environment costs whose template is this one. */
  month(environment: string, template: Template): Promise<CostEstimate>;
  /** Dollars of a run's state transitions. @param transitions by machine */
  run(transitions: Readonly<Record<string, number>>): number;
}
