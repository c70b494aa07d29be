import { Duration, RemovalPolicy, type Stack, Validations } from 'aws-cdk-lib'
import { BlockPublicAccess, Bucket, BucketEncryption, HttpMethods } from 'aws-cdk-lib/aws-s3'

/** Under it is all that may be uploaded. */
export const imagePrefix = 'images/'

/** Images of products: private, as only what serves them to customers reads them. Uploads come by signed forms. */
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
  const reason = 'Uploads are signed one by one by the API, whose log names who asked for each.'
  Validations.of(bucket).acknowledge({ id: 'AwsSolutions-S1', reason })
  return bucket
}
