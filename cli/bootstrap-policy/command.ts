import * as z from 'zod';
import { LITERALS } from '../../environments/index.ts';

/** `npm run bootstrap-policy` */
export const bootstrapPolicyCommand = z
  .strictObject({
    env: z.enum(Object.keys(LITERALS)).meta({
      placeholder: 'ENV',
      description: 'the environment, or the delivery, that CloudFormation is to deploy',
      examples: ['prod'],
    }),
    out: z.string().min(1).optional().meta({ placeholder: 'FILE', description: 'write it there instead' }),
  })
  .meta({
    title: 'bootstrap-policy',
    description:
      'Prints the policy that CloudFormation deploys an environment with, as JSON: the actions of the resource types in its template, on names\n' +
      'that begin with its stack. In place of the AdministratorAccess that `cdk bootstrap` gives:\n' +
      '  npm run bootstrap-policy -- --env prod --out policy.json\n' +
      '  aws iam create-policy --policy-name forecasting-prod-deploy --policy-document file://policy.json\n' +
      '  npx cdk bootstrap --context env=prod --cloudformation-execution-policies arn:aws:iam::ACCOUNT:policy/forecasting-prod-deploy',
  });
export type BootstrapPolicyOptions = z.output<typeof bootstrapPolicyCommand>;
