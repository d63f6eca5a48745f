import * as z from 'zod';
import { trackingUriProblem } from '../core/contracts/tracking-address.ts';
import { WHEN_DOWN } from '../core/contracts/waiting.ts';
import { noneOr, KEY_ARN, KEY_EXAMPLE } from './company.ts';

/** Complete, with the six characters that Secrets Manager adds: what a right can name exactly. */
const SECRET_ARN = /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+-[A-Za-z0-9]{6}$/;
const SECRET_NAME = /^[\w/+=.@-]{1,512}$/;

const server = z.string().superRefine((text, context) => {
  const problem = trackingUriProblem(text);
  if (problem !== undefined) context.addIssue({ code: 'custom', message: `${problem.allowed}: ${problem.problem}` });
});

const secret = z
  .string()
  .refine(
    (text) => (text.startsWith('arn:') ? SECRET_ARN : SECRET_NAME).test(text),
    "'none', the name of a secret in the environment's account and region, or its complete ARN (with the six characters at its end)",
  );

const FIELDS =
  "'files', or { server: 'https://...', whenDown: 'wait' or 'fail', secret: 'none', secretKeyArn: 'none' }";

/** Where trainings, and what came true of them, are recorded: in the artifacts bucket, or on an MLflow server. */
export const trackingSchema = z.union(
  [
    z.literal('files'),
    z.strictObject({
      server,
      /** What becomes of a training whose record the server does not take: the record waits for the next run, or the training fails. */
      whenDown: z.enum(WHEN_DOWN),
      /** With the server's credentials: JSON that has a `token`, or `username` and `password`. The functions that track read it when they do. */
      secret,
      /** What the secret is encrypted with; 'none' where that is Secrets Manager's own key. */
      secretKeyArn: noneOr(KEY_ARN, `${KEY_EXAMPLE}, or 'none'`),
    }),
  ],
  FIELDS,
);
