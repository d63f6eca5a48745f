import { DescribeImagesCommand, type ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import type { Images } from '../../core/delivery/ports.ts';
import { outputOf } from '../programs/program.ts';

const DOCKERFILE = 'containers/forecaster/image/Dockerfile';
/** As the Dockerfile has it. */
const BASE_IMAGE = 'docker.io/library/node:24-slim';

export interface ImageRepository {
  readonly client: ECRClient;
  /** `ACCOUNT.dkr.ecr.REGION.amazonaws.com/NAME` */
  readonly repository: string;
  /** The checkout. */
  readonly root: string;
  /** Another base than the Dockerfile's. */
  readonly baseImage: string | undefined;
}

/** Images in an ECR repository whose tags nobody can move: one a commit, named by it. */
export function dockerImages({ client, repository, root, baseImage }: ImageRepository): Images {
  const find = async (commit: string): Promise<string | undefined> => {
    const digest = await digestOf(client, repository, commit);
    return digest === undefined ? undefined : `${repository}@${digest}`;
  };
  return {
    find,
    async build(commit) {
      await logIn(client, repository, root);
      const base = baseImage ?? BASE_IMAGE;
      const [name = base, digest = await currentDigest(base, root)] = base.split('@');
      const tag = `${repository}:${commit}`;
      const args = { BASE_IMAGE: name, BASE_DIGEST: digest, REQUIRE_DIGEST: '1' };
      const options = Object.entries(args).flatMap(([key, value]) => ['--build-arg', `${key}=${value}`]);
      // Without attestations the tag names the image itself: what SageMaker takes, and what is scanned.
      const build = ['buildx', 'build', '--platform', 'linux/amd64', '--provenance=false', '--sbom=false', '--push'];
      try {
        await outputOf(['docker', ...build, '--file', DOCKERFILE, ...options, '--tag', tag, '.'], { cwd: root });
      } catch (error) {
        // Another build of the commit was first: a tag is given once.
        const other = await find(commit);
        if (other === undefined) throw error;
        return other;
      }
      const pushed = await find(commit);
      if (pushed === undefined) throw new Error(`docker pushed ${tag}, and the repository knows no such image`);
      return pushed;
    },
  };
}

async function digestOf(client: ECRClient, repository: string, tag: string): Promise<string | undefined> {
  const { registryId, repositoryName } = partsOf(repository);
  try {
    const { imageDetails = [] } = await client.send(
      new DescribeImagesCommand({ registryId, repositoryName, imageIds: [{ imageTag: tag }] }),
    );
    return imageDetails[0]?.imageDigest;
  } catch (error) {
    if (error instanceof Error && error.name === 'ImageNotFoundException') return undefined;
    throw error;
  }
}

/** The password goes by standard input: arguments are seen by everybody on the machine. */
async function logIn(client: ECRClient, repository: string, cwd: string): Promise<void> {
  const { authorizationData = [] } = await client.send(new GetAuthorizationTokenCommand({}));
  const token = Buffer.from(authorizationData[0]?.authorizationToken ?? '', 'base64').toString();
  const [, username = '', password = ''] = /^([^:]*):(.*)$/s.exec(token) ?? [];
  const [registry = ''] = repository.split('/');
  await outputOf(['docker', 'login', '--username', username, '--password-stdin', registry], { cwd, input: password });
}

/** Which image the base's tag names today. */
async function currentDigest(base: string, cwd: string): Promise<string> {
  const format = ['--format', '{{.Manifest.Digest}}'];
  return (await outputOf(['docker', 'buildx', 'imagetools', 'inspect', base, ...format], { cwd })).trim();
}

function partsOf(repository: string): { readonly registryId: string; readonly repositoryName: string } {
  const [registry = '', ...name] = repository.split('/');
  return { registryId: registry.split('.')[0] ?? '', repositoryName: name.join('/') };
}
