import { Annotations, CfnOutput, Fn, RemovalPolicy, Stack, type StackProps, Validations } from 'aws-cdk-lib'
import {
  AccessLevel,
  AllowedMethods,
  type BehaviorOptions,
  CfnDistribution,
  Distribution,
  HttpVersion,
  OriginProtocolPolicy,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront'
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins'
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3'
import type { Construct } from 'constructs'
import { fileCacheControl, longCache, noCache, responseHeaders, wholeRequest } from './console-policies.ts'
import { contentSecurityPolicy, picturePolicy } from './content-security-policy.ts'
import { imagePrefix } from './image-bucket.ts'
import { type Settings, stageName } from './settings.ts'

/** With the right to list, S3 says 404 of what is not there; the root of the bucket, its list, is no page's address. */
const originAccessLevels = [AccessLevel.READ, AccessLevel.LIST]

export type ConsoleStackProps = StackProps & {
  /** Address of the API, `https://…`. */
  readonly apiUrl: string
  /** Where pictures of products are uploaded to. */
  readonly images: Bucket
  readonly settings: Settings
}

/**
 * The operators' console: files in a bucket that only the distribution reads, and the API behind the same origin, so that a
 * page needs no other one. The files come by `aws s3 sync dist-console s3://…` after the deployment.
 */
export class ConsoleStack extends Stack {
  constructor(scope: Construct, id: string, props: ConsoleStackProps) {
    super(scope, id, props)
    const bucket = addBucket(this)
    const files = S3BucketOrigin.withOriginAccessControl(bucket as IBucket, { originAccessLevels })
    // `https://{id}.execute-api.…` without its scheme.
    const api = new HttpOrigin(Fn.select(2, Fn.split('/', props.apiUrl)), {
      protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
    })
    const uploads = `https://${props.images.bucketRegionalDomainName}`
    const never = noCache(this, props.settings)
    const lasting = longCache(this, props.settings)
    const page = { origin: files, viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS, compress: true }
    const toApi: BehaviorOptions = {
      origin: api,
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: never,
      originRequestPolicy: wholeRequest(this, props.settings),
      compress: true,
    }
    const distribution = new Distribution(this, 'Distribution', {
      comment: stageName(props.settings, 'huitou-console'),
      defaultRootObject: 'index.html',
      httpVersion: HttpVersion.HTTP2,
      // Not offered by the partition aws-cn.
      enableIpv6: false,
      ...(props.settings.consoleWebAclArn === undefined ? {} : { webAclId: props.settings.consoleWebAclArn }),
      defaultBehavior: {
        ...page,
        cachePolicy: never,
        responseHeadersPolicy: responseHeaders(this, props.settings, {
          name: 'Page',
          policy: contentSecurityPolicy(uploads),
          cacheControl: 'no-cache',
        }),
      },
      additionalBehaviors: {
        '/assets/*': {
          ...page,
          cachePolicy: lasting,
          responseHeadersPolicy: responseHeaders(this, props.settings, {
            name: 'File',
            policy: contentSecurityPolicy(uploads),
            cacheControl: fileCacheControl,
          }),
        },
        [`/${imagePrefix}*`]: {
          ...page,
          origin: pictureOrigin(this, props.images),
          compress: false,
          cachePolicy: lasting,
          // How long to keep one is said by the object, so that nobody keeps the answer that there is none.
          responseHeadersPolicy: responseHeaders(this, props.settings, { name: 'Picture', policy: picturePolicy }),
        },
        '/v1/*': toApi,
        '/docs': toApi,
      },
    })
    giveDomain(distribution, props.settings)
    acknowledge(distribution)
    new CfnOutput(this, 'ConsoleUrl', { value: `https://${distribution.distributionDomainName}` })
    new CfnOutput(this, 'ConsoleFiles', { value: `s3://${bucket.bucketName}`, description: 'Where dist-console goes' })
  }
}

function addBucket(stack: Stack): Bucket {
  const bucket = new Bucket(stack, 'Files', {
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    removalPolicy: RemovalPolicy.RETAIN,
  })
  const reason = 'The files are public and come from the repository; who asks for one is nobody’s business.'
  Validations.of(bucket).acknowledge({ id: 'AwsSolutions-S1', reason })
  return bucket
}

/** The bucket as an address only: its policy, which lets this account's distributions in, stands where the bucket does. */
function pictureOrigin(stack: Stack, { bucketArn, bucketRegionalDomainName }: Bucket) {
  const bucket = Bucket.fromBucketAttributes(stack, 'Images', { bucketArn, bucketRegionalDomainName })
  Annotations.of(stack).acknowledgeWarning(
    '@aws-cdk/aws-cloudfront-origins:updateImportedBucketPolicyOac',
    'The policy is in the data stack.',
  )
  return S3BucketOrigin.withOriginAccessControl(bucket)
}

/** A name of one's own, with a certificate: of ACM, or in the partition aws-cn, where there is no such, one kept in IAM. */
function giveDomain(distribution: Distribution, settings: Settings): void {
  const { consoleDomain, consoleCertificateArn, consoleIamCertificateId } = settings
  if (consoleDomain === undefined) return
  const resource = distribution.node.defaultChild
  if (!(resource instanceof CfnDistribution)) throw new Error('The distribution has no resource')
  resource.addPropertyOverride('DistributionConfig.Aliases', [consoleDomain])
  resource.addPropertyOverride('DistributionConfig.ViewerCertificate', {
    ...(consoleCertificateArn === undefined ? {} : { AcmCertificateArn: consoleCertificateArn }),
    ...(consoleIamCertificateId === undefined ? {} : { IamCertificateId: consoleIamCertificateId }),
    SslSupportMethod: 'sni-only',
    MinimumProtocolVersion: 'TLSv1.2_2021',
  })
}

function acknowledge(distribution: Distribution): void {
  const reasons = {
    'AwsSolutions-CFR1': 'Operators travel: the session decides who is let in, not the country.',
    'AwsSolutions-CFR2':
      'A web ACL is a setting (consoleWebAclArn): it is paid by the hour, and not every shop wants one.',
    'AwsSolutions-CFR3': 'The files are public; of the API each request is in its access log already.',
    'AwsSolutions-CFR4':
      'Without a domain of its own (consoleDomain) a distribution has CloudFront’s certificate and policy.',
  }
  Annotations.of(distribution).acknowledgeWarning(
    '@aws-cdk/aws-cloudfront-origins:listBucketSecurityRisk',
    'At the root, where the list of a bucket would be, is the page.',
  )
  for (const [id, reason] of Object.entries(reasons)) Validations.of(distribution).acknowledge({ id, reason })
}
