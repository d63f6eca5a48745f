import * as z from 'zod';

const slackChannel = z.strictObject({
  slackWorkspaceId: z.string().regex(/^T[A-Z0-9]{2,20}$/, "a workspace's id such as 'T0123ABCD'"),
  slackChannelId: z.string().regex(/^[CG][A-Z0-9]{2,20}$/, "a channel's id such as 'C0123ABCD'"),
});

/** What an operator is told, and when. */
export const operationsSchema = z.strictObject({
  /** Of the account, in US dollars: people are told at four fifths of it, and when the month is going to end above it. */
  monthlyBudgetDollars: z.union([z.number().positive(), z.literal('none')], "dollars a month, or 'none'"),
  /** Where messages go beside the e-mail addresses: a channel of a workspace that was authorized once, by hand, in the console of Amazon Q Developer in chat applications. */
  chat: z.union([z.literal('none'), slackChannel], "'none', or { slackWorkspaceId: 'T...', slackChannelId: 'C...' }"),
  /** A look is missing when the last one is older: the time between two looks of `schedules.monitor`, and some hours. */
  maxHoursBetweenLooks: z.number().int().min(1),
  /** Every look fits the model in Production anew: one that is older was held, or refused again and again. */
  maxModelAgeDays: z.number().int().min(1),
});
