import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Asset } from 'aws-cdk-lib/aws-s3-assets';

/** The right to read one file in S3. CDK's own is for the whole bucket, where the files of every app of the account are. */
export const readAsset = ({ bucket, s3ObjectKey }: Asset): PolicyStatement =>
  new PolicyStatement({ actions: ['s3:GetObject'], resources: [bucket.arnForObjects(s3ObjectKey)] });
