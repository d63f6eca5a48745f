import { STSClient } from '@aws-sdk/client-sts';
import { callerIdentities } from '../../../adapters/aws/caller-identities.ts';
import { proveCaller } from '../../../adapters/aws/caller-proof.ts';
import { answerText, type AnsweringPlace, type SignedAnswer } from '../../../core/contracts/answering.ts';
import type { AnsweringPorts, PersonsAnswer } from '../../../core/ports.ts';
import { type Identity, type StandInSts, standInSts } from '../../support/stand-in-sts.ts';

export const REGION = 'eu-central-1';
export const PLACE: AnsweringPlace = { account: '111111111111', region: REGION, stack: 'forecasting-prod' };
export const ADA = 'arn:aws:sts::111111111111:assumed-role/Approver/ada@company.com';

/** By the id of the access key. */
export const IDENTITIES: Readonly<Record<string, Identity>> = {
  ASIAADA: { arn: ADA, secret: 'secret-of-ada', token: 'session/of+ada==' },
  AKIABOB: { arn: 'arn:aws:iam::111111111111:user/bob', secret: 'secret-of-bob' },
  ASIAOTHER: {
    arn: 'arn:aws:sts::999999999999:assumed-role/Approver/ada@company.com',
    secret: 'secret-of-other',
    token: 'session-of-other',
  },
};

export const QUESTION = {
  dataset: 'weather',
  runId: 'run-3',
  modelVersion: 3,
  report: { reportUri: 's3://artifacts/promotions/weather/run-3/comparison.json', reportSha256: 'a1'.repeat(32) },
};
export const ANSWER: SignedAnswer = {
  dataset: 'weather',
  runId: 'run-3',
  modelVersion: 3,
  reportSha256: QUESTION.report.reportSha256,
  approved: true,
  comment: 'looks right',
};

/** Credentials as the SDK's own client of STS has them. */
export function clientOf(accessKeyId: string): STSClient {
  const { secret, token } = IDENTITIES[accessKeyId]!;
  const session = token === undefined ? {} : { sessionToken: token };
  return new STSClient({ region: REGION, credentials: { accessKeyId, secretAccessKey: secret, ...session } });
}

export interface World {
  readonly sts: StandInSts;
  readonly ports: AnsweringPorts;
  /** What the waiting execution was told. */
  readonly told: PersonsAnswer[];
  /** The question is open until this. */
  close(): void;
  prove(accessKeyId: string, answer?: SignedAnswer, place?: AnsweringPlace): ReturnType<typeof proveCaller>;
}

export async function world(): Promise<World> {
  const sts = await standInSts(REGION, IDENTITIES);
  const told: PersonsAnswer[] = [];
  let isOpen = true;
  const question = {
    ...QUESTION,
    async answer(answer: PersonsAnswer) {
      if (told.length > 0) return false;
      told.push(answer);
      return true;
    },
  };
  const ports: AnsweringPorts = {
    place: PLACE,
    identities: callerIdentities({ endpoint: sts.endpoint, region: REGION, account: PLACE.account }),
    questions: {
      open: async (dataset) => (isOpen && dataset === QUESTION.dataset ? [question] : []),
      find: async (dataset, runId) =>
        isOpen && dataset === QUESTION.dataset && runId === QUESTION.runId ? question : undefined,
    },
  };
  return {
    sts,
    ports,
    told,
    close() {
      isOpen = false;
    },
    prove: (accessKeyId, answer = ANSWER, place = PLACE) =>
      proveCaller(clientOf(accessKeyId), ports.identities.signFor, answerText(place, answer)),
  };
}
