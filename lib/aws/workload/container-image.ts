import { Stack } from 'aws-cdk-lib/core';
import { Repository, type IRepository } from 'aws-cdk-lib/aws-ecr';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';
import { given } from '../../../charts/parts/given';
import { nodeImage } from '../../../charts/parts/node';
import { startOf, type Start } from '../../../charts/parts/start';
import type { Runs } from '../../plan/programs';

/** Docker's own images where AWS keeps them: no account of Docker's, and none of its limits. */
const stockImages = 'public.ecr.aws/docker/library';

/** What fetches a program from S3 before its container starts, and prepares the folder for temporary files. */
export const prepareImage = 'public.ecr.aws/aws-cli/aws-cli:2.36.42';

/** A repository of ECR: account, region and name, before the tag or digest. */
const privateImage = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/([^:@]+)[:@]/;

/** What a workload may run: as everywhere, or an image as CDK knows it. */
export type RunsOnFargate = Omit<Runs, 'image'> & { readonly image?: string | ContainerImage };

export interface Running {
  readonly start: Start;
  readonly image: ContainerImage;
  /** Whose image it is, where it is fetched by a right. */
  readonly repository?: IRepository;
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
  if (typeof image === 'object') return { start, image };
  const written = start.image === nodeImage ? `${stockImages}/${nodeImage}` : start.image;
  return {
    start,
    image: ContainerImage.fromRegistry(written),
    ...given({ repository: repositoryOf(workload, written) }),
  };
}

function repositoryOf(workload: Construct, image: string): IRepository | undefined {
  const [, account, region, repositoryName] = privateImage.exec(image) ?? [];
  if (account === undefined || region === undefined || repositoryName === undefined) return undefined;
  const place = { service: 'ecr', region, account, resource: 'repository', resourceName: repositoryName };
  return Repository.fromRepositoryAttributes(workload, 'Repository', {
    repositoryArn: Stack.of(workload).formatArn(place),
    repositoryName,
  });
}
