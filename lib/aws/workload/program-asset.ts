import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FileSystem } from 'aws-cdk-lib/core';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Program } from '../../../charts/parts/files';
import { packedFile } from '../../../charts/parts/node';
import { readAsset } from '../asset-right';

/** A program in S3, and the right to read this one object. */
export interface ProgramObject {
  readonly bucket: string;
  readonly key: string;
  readonly right: PolicyStatement;
}

/**
 * Brings a built program to S3 when the stack is deployed. Its digest is in the key alone, where CDK puts it.
 *
 * The right is for the object of this version. Tasks of the version before, which a deployment that fails brings back, can start again
 * once CloudFormation has given the old right back.
 */
export function programAsset(scope: Construct, { name, packed }: Program): ProgramObject {
  const folder = FileSystem.mkdtemp('brokerkit-');
  try {
    const path = join(folder, packedFile(name));
    writeFileSync(path, Buffer.from(packed, 'base64'));
    const asset = new Asset(scope, 'Program', { path });
    return { bucket: asset.s3BucketName, key: asset.s3ObjectKey, right: readAsset(asset) };
  } finally {
    // It was copied to the assembly.
    rmSync(folder, { recursive: true });
  }
}
