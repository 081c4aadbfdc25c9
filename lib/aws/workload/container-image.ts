import { Repository } from 'aws-cdk-lib/aws-ecr';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import type { Construct } from 'constructs';
import { given } from '../../../charts/parts/given';
import { nodeImage } from '../../../charts/parts/node';
import { startOf, type Start } from '../../../charts/parts/start';
import type { Runs } from '../../plan/programs';

/** Docker's own images where AWS keeps them: no account of Docker's, and none of its limits. */
const stockImages = 'public.ecr.aws/docker/library';

/** What fetches a program from S3 before its container starts, and prepares the folder for temporary files. */
export const prepareImage = 'public.ecr.aws/aws-cli/aws-cli:2.36.42';

/** An image of a private ECR: account, region and name of its repository, and the tag or digest. */
const privateImage =
  /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/([^:@]+)(?::([^:@]+)|@(sha256:[0-9a-f]{64}))$/;

/** What a workload may run: as everywhere, or an image as CDK knows it. */
export type RunsOnFargate = Omit<Runs, 'image'> & { readonly image?: string | ContainerImage };

export interface Running {
  readonly start: Start;
  readonly image: ContainerImage;
}

/**
 * What starts in which image: the kit's programs in the stock image as AWS has it, an image of a private ECR by the right to fetch it,
 * any other as it is written, from a registry that asks for no name and no password.
 *
 * @throws Error when it runs nothing, or two things
 */
export function running(workload: Construct, { program, entry, image }: RunsOnFargate): Running {
  const { path, id } = workload.node;
  const named = typeof image === 'string' ? image : image && 'an image of CDK';
  const start = startOf(path, id, given({ program, entry, image: named }));
  return { start, image: typeof image === 'object' ? image : fetched(workload, start.image) };
}

function fetched(workload: Construct, image: string): ContainerImage {
  if (image === nodeImage) return ContainerImage.fromRegistry(`${stockImages}/${nodeImage}`);
  const [, account, region, name, tag, digest] = privateImage.exec(image) ?? [];
  if (account === undefined || region === undefined || name === undefined) return ContainerImage.fromRegistry(image);
  const partition = RegionInfo.get(region).partition ?? 'aws';
  const arn = `arn:${partition}:ecr:${region}:${account}:repository/${name}`;
  return ContainerImage.fromEcrRepository(
    Repository.fromRepositoryArn(workload, 'Repository', arn),
    tag ?? digest ?? '',
  );
}
