import * as z from 'zod';
import { complianceCheckSchema } from '../core/contracts/promotion.ts';

/** What the steps of one promotion leave for each other and for people, in the artifacts bucket. */
export function promotionFolder(dataset: string, runId: string): string {
  return `promotions/${dataset}/${runId}`;
}

export function complianceKey(dataset: string, runId: string): string {
  return `${promotionFolder(dataset, runId)}/compliance.json`;
}

export const complianceFileSchema = z.array(complianceCheckSchema);

/** Where the promotion that waits for a person leaves its question, and where a laptop leaves the answer. */
export function approvalFolder(dataset: string, runId: string): string {
  return `approvals/${dataset}/${runId}`;
}
