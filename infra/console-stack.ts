import { CfnOutput, Duration, Fn, RemovalPolicy, Stack, type StackProps, Validations } from 'aws-cdk-lib'
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  CfnDistribution,
  Distribution,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestCookieBehavior,
  OriginRequestHeaderBehavior,
  OriginRequestPolicy,
  OriginRequestQueryStringBehavior,
  ResponseHeadersPolicy,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront'
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins'
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3'
import type { Construct } from 'constructs'
import { contentSecurityPolicy } from './content-security-policy.ts'
import { type Settings, stageName } from './settings.ts'

/** Files are named by what is in them: one that a page names never changes. */
const fileAge = Duration.days(365)
const strictTransportAge = Duration.days(365)

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
    const files = S3BucketOrigin.withOriginAccessControl(bucket as IBucket)
    // `https://{id}.execute-api.…` without its scheme.
    const api = new HttpOrigin(Fn.select(2, Fn.split('/', props.apiUrl)), {
      protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
    })
    const uploads = `https://${props.images.bucketRegionalDomainName}`
    const never = noCache(this, props.settings)
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
        responseHeadersPolicy: pageHeaders(this, 'Page', props.settings, uploads, 'no-cache'),
      },
      additionalBehaviors: {
        '/assets/*': {
          ...page,
          cachePolicy: longCache(this, props.settings),
          responseHeadersPolicy: pageHeaders(
            this,
            'File',
            props.settings,
            uploads,
            `public, max-age=${fileAge.toSeconds()}, immutable`,
          ),
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

/** Policies of our own: the ones that AWS keeps ready have ids that need not exist in every partition. */
const noCache = (stack: Stack, settings: Settings) =>
  new CachePolicy(stack, 'NoCache', {
    cachePolicyName: stageName(settings, 'huitou-no-cache'),
    minTtl: Duration.seconds(0),
    defaultTtl: Duration.seconds(0),
    maxTtl: Duration.seconds(0),
  })

const longCache = (stack: Stack, settings: Settings) =>
  new CachePolicy(stack, 'LongCache', {
    cachePolicyName: stageName(settings, 'huitou-long-cache'),
    minTtl: Duration.seconds(0),
    defaultTtl: fileAge,
    maxTtl: fileAge,
    enableAcceptEncodingBrotli: true,
    enableAcceptEncodingGzip: true,
  })

/** All of it but the host's name, by which API Gateway would look for another API. */
const wholeRequest = (stack: Stack, settings: Settings) =>
  new OriginRequestPolicy(stack, 'WholeRequest', {
    originRequestPolicyName: stageName(settings, 'huitou-whole-request'),
    headerBehavior: OriginRequestHeaderBehavior.denyList('Host'),
    queryStringBehavior: OriginRequestQueryStringBehavior.all(),
    cookieBehavior: OriginRequestCookieBehavior.all(),
  })

function pageHeaders(stack: Stack, name: string, settings: Settings, uploads: string, cacheControl: string) {
  return new ResponseHeadersPolicy(stack, `${name}Headers`, {
    responseHeadersPolicyName: stageName(settings, `huitou-console-${name.toLowerCase()}`),
    securityHeadersBehavior: {
      contentSecurityPolicy: { contentSecurityPolicy: contentSecurityPolicy(uploads), override: true },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
      referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
      strictTransportSecurity: { accessControlMaxAge: strictTransportAge, includeSubdomains: false, override: true },
    },
    customHeadersBehavior: {
      customHeaders: [
        { header: 'cache-control', value: cacheControl, override: true },
        { header: 'cross-origin-opener-policy', value: 'same-origin', override: true },
        { header: 'permissions-policy', value: 'camera=(), geolocation=(), microphone=()', override: true },
      ],
    },
  })
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
  for (const [id, reason] of Object.entries(reasons)) Validations.of(distribution).acknowledge({ id, reason })
}
