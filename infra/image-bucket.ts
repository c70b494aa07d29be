import { Duration, RemovalPolicy, type Stack, Validations } from 'aws-cdk-lib'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { BlockPublicAccess, Bucket, BucketEncryption, HttpMethods } from 'aws-cdk-lib/aws-s3'

/** Under it is all that may be uploaded. */
export const imagePrefix = 'images/'

/** Images of products: private, as only the account's distribution reads them. Uploads come by signed forms. */
export function addImageBucket(stack: Stack): Bucket {
  const bucket = new Bucket(stack, 'ImagesBucket', {
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    versioned: true,
    // What was there before an image was replaced can be brought back for a month.
    lifecycleRules: [{ noncurrentVersionExpiration: Duration.days(30) }],
    // A form is signed for one object; from which page it is sent does not matter.
    cors: [{ allowedMethods: [HttpMethods.POST], allowedOrigins: ['*'], allowedHeaders: ['*'] }],
    removalPolicy: RemovalPolicy.RETAIN,
  })
  admitDistributions(bucket, stack)
  const reason = 'Uploads are signed one by one by the API, whose log names who asked for each.'
  Validations.of(bucket).acknowledge({ id: 'AwsSolutions-S1', reason })
  return bucket
}

/** By account and not by distribution: that one is made later, in a stack that names this bucket. */
function admitDistributions(bucket: Bucket, stack: Stack): void {
  const distributions = stack.formatArn({
    service: 'cloudfront',
    region: '',
    resource: 'distribution',
    resourceName: '*',
  })
  const admit = (action: string, resource: string) =>
    bucket.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudfront.amazonaws.com')],
        actions: [action],
        resources: [resource],
        conditions: { ArnLike: { 'aws:SourceArn': distributions } },
      }),
    )
  admit('s3:GetObject', bucket.arnForObjects(`${imagePrefix}*`))
  // Without it S3 answers 403 for what is not there. The list itself is at the bucket's root, which no behaviour leads to.
  admit('s3:ListBucket', bucket.bucketArn)
}
