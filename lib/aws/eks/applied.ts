import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CustomResource, RemovalPolicy, type CfnResource } from 'aws-cdk-lib/core';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { patience } from '../handler-provider';
import type { Part } from './chart-objects';
import type { KubernetesObject } from './cluster-objects';
import type { Kubectl } from './kubectl';

export interface AppliedProps {
  readonly part: Part;
  readonly clusterName: string;
  readonly kubectl: Kubectl;
}

/** What a reader of the template, or of `cdk diff`, is told of an object. */
const nameOf = ({ kind, metadata: { name } }: KubernetesObject): string => `${kind}/${name}`;

/**
 * A part of the objects, applied to the cluster whenever one of them changes.
 *
 * They go through a file in S3: as a property they would have to fit into an event of 256 KiB, and all of them into a template of
 * 1 MB, which programs alone exceed. Whatever becomes of this resource, the objects stay in the cluster.
 */
export class Applied extends Construct {
  constructor(scope: Construct, id: string, { part, clusterName, kubectl }: AppliedProps) {
    super(scope, id);
    const file = this.file(part);
    const readable = kubectl.mayRead(file);
    const resource = new CustomResource(this, 'Resource', {
      serviceToken: kubectl.serviceToken,
      resourceType: 'Custom::KubernetesObjects',
      properties: { ClusterName: clusterName, Part: part.name, Bucket: file.s3BucketName, Key: file.s3ObjectKey },
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      serviceTimeout: patience.service,
    });
    // An update brings another file, and with it another right.
    resource.node.addDependency(readable);
    (resource.node.defaultChild as CfnResource).addMetadata('brokerkit/objects', part.objects.map(nameOf));
  }

  /** One object after the other, each in a line: the same objects are the same bytes, and so the same file. */
  private file({ name, objects }: Part): Asset {
    const folder = mkdtempSync(join(tmpdir(), 'brokerkit-'));
    const path = join(folder, `${name}.json`);
    writeFileSync(path, objects.map((object) => `${JSON.stringify(object)}\n`).join(''));
    const asset = new Asset(this, 'Objects', { path });
    // CDK has a copy of its own, unless it was told to make none.
    if (asset.assetPath !== path) rmSync(folder, { recursive: true });
    return asset;
  }
}
