import type { AnsweringPlace, CallerProof } from './contracts/answering.ts';
import type { ApprovalQuestion } from './contracts/steps/promote.ts';

/** What the function that answers for people runs on; no step has any of it. */
export interface AnsweringPorts {
  readonly questions: QuestionDesk;
  readonly identities: CallerIdentities;
  readonly place: AnsweringPlace;
}

export interface PersonsAnswer {
  readonly approved: boolean;
  readonly by: string;
  /** The reason, where the answer is no. */
  readonly comment: string;
}

/** A promotion that waits for a person. */
export interface OpenQuestion extends ApprovalQuestion {
  /** False, and nothing done, when the question is no longer open: answered by another, or out of time. */
  answer(answer: PersonsAnswer): Promise<boolean>;
}

export interface QuestionDesk {
  open(dataset: string): Promise<readonly OpenQuestion[]>;
  /** undefined where that run waits for no answer. */
  find(dataset: string, runId: string): Promise<OpenQuestion | undefined>;
}

export interface CallerIdentities {
  /** What a caller signs for. */
  readonly signFor: { readonly host: string; readonly region: string };
  /** Who has signed this text. @throws IdentityUnproven */
  prove(proof: CallerProof, text: string): Promise<string>;
}
