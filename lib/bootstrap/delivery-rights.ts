import { arn, generated, globalArn } from './stack-place.ts';
import { actionsOf, on, type TypeRights } from './type-rights.ts';

/** The service has two names, and a connection is of either. */
const connections = ['codeconnections', 'codestar-connections'].map((service) => arn(service, () => 'connection/*'));
const passConnection: TypeRights = {
  actions: ['codeconnections:PassConnection', 'codestar-connections:PassConnection'],
  on: on(...connections),
};

/** Of the types that only the delivery's stack has. */
export const DELIVERY_RIGHTS: Readonly<Record<string, readonly TypeRights[]>> = {
  'AWS::CodeBuild::Project': [
    {
      actions: actionsOf(
        'codebuild',
        'CreateProject UpdateProject DeleteProject BatchGetProjects CreateWebhook UpdateWebhook DeleteWebhook',
      ),
      on: on(arn('codebuild', ({ stack }) => `project/${stack}-*`)),
    },
    passConnection,
  ],
  'AWS::CodePipeline::Pipeline': [
    {
      actions: actionsOf(
        'codepipeline',
        'CreatePipeline GetPipeline GetPipelineState UpdatePipeline DeletePipeline EnableStageTransition DisableStageTransition ' +
          'StartPipelineExecution TagResource UntagResource ListTagsForResource',
      ),
      on: on(arn('codepipeline', ({ stack }) => `${stack}-*`)),
    },
    passConnection,
  ],
  'AWS::ECR::Repository': [
    {
      actions: actionsOf(
        'ecr',
        'CreateRepository DescribeRepositories DeleteRepository GetLifecyclePolicy PutLifecyclePolicy DeleteLifecyclePolicy ' +
          'GetRepositoryPolicy SetRepositoryPolicy DeleteRepositoryPolicy PutImageScanningConfiguration PutImageTagMutability ' +
          'TagResource UntagResource ListTagsForResource',
      ),
      on: on(arn('ecr', (place) => `repository/${generated(place)}`)),
    },
  ],
  'AWS::IAM::OIDCProvider': [
    {
      actions: actionsOf(
        'iam',
        'CreateOpenIDConnectProvider GetOpenIDConnectProvider DeleteOpenIDConnectProvider AddClientIDToOpenIDConnectProvider ' +
          'RemoveClientIDFromOpenIDConnectProvider UpdateOpenIDConnectProviderThumbprint TagOpenIDConnectProvider ' +
          'UntagOpenIDConnectProvider ListOpenIDConnectProviderTags',
      ),
      on: on(globalArn('iam', () => 'oidc-provider/token.actions.githubusercontent.com')),
    },
  ],
};
