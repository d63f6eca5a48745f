import { type CloudFormationClient, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import * as z from 'zod';
import type { Template } from '../../core/delivery/evidence/sources.ts';

const templateSchema = z.record(z.string(), z.unknown());

/** The template that a stack was deployed with last; undefined where there is no such stack. It takes the right cloudformation:GetTemplate. */
export async function deployedTemplate(client: CloudFormationClient, stack: string): Promise<Template | undefined> {
  try {
    const { TemplateBody = '' } = await client.send(
      new GetTemplateCommand({ StackName: stack, TemplateStage: 'Original' }),
    );
    return templateSchema.parse(JSON.parse(TemplateBody));
  } catch (error) {
    // CloudFormation says ValidationError to whatever it dislikes.
    if (error instanceof Error && error.name === 'ValidationError' && /does not exist/.test(error.message))
      return undefined;
    throw error;
  }
}
