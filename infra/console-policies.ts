import { Duration, type Stack } from 'aws-cdk-lib'
import {
  CachePolicy,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  OriginRequestCookieBehavior,
  OriginRequestHeaderBehavior,
  OriginRequestPolicy,
  OriginRequestQueryStringBehavior,
  ResponseHeadersPolicy,
} from 'aws-cdk-lib/aws-cloudfront'
import { type Settings, stageName } from './settings.ts'

/** Files are named by what is in them, a picture's id stands for one picture: what is under such a name never changes. */
const fileAge = Duration.days(365)
export const fileCacheControl = `public, max-age=${fileAge.toSeconds()}, immutable`
const strictTransportAge = Duration.days(365)

/** Policies of our own: the ones that AWS keeps ready have ids that need not exist in every partition. */
export const noCache = (stack: Stack, settings: Settings) =>
  new CachePolicy(stack, 'NoCache', {
    cachePolicyName: stageName(settings, 'huitou-no-cache'),
    minTtl: Duration.seconds(0),
    defaultTtl: Duration.seconds(0),
    maxTtl: Duration.seconds(0),
  })

export const longCache = (stack: Stack, settings: Settings) =>
  new CachePolicy(stack, 'LongCache', {
    cachePolicyName: stageName(settings, 'huitou-long-cache'),
    minTtl: Duration.seconds(0),
    defaultTtl: fileAge,
    maxTtl: fileAge,
    enableAcceptEncodingBrotli: true,
    enableAcceptEncodingGzip: true,
  })

/** All of it but the host's name, by which API Gateway would look for another API. */
export const wholeRequest = (stack: Stack, settings: Settings) =>
  new OriginRequestPolicy(stack, 'WholeRequest', {
    originRequestPolicyName: stageName(settings, 'huitou-whole-request'),
    headerBehavior: OriginRequestHeaderBehavior.denyList('Host'),
    queryStringBehavior: OriginRequestQueryStringBehavior.all(),
    cookieBehavior: OriginRequestCookieBehavior.all(),
  })

export type HeadersSpec = {
  /** What the answers are. */
  readonly name: 'Page' | 'File' | 'Picture'
  /** Their content security policy. */
  readonly policy: string
  /** Set over what the origin says, in answers that there is nothing too; without it the origin's counts. */
  readonly cacheControl?: string
}

/** What every answer of a behaviour says besides what it is. */
export const responseHeaders = (stack: Stack, settings: Settings, { name, policy, cacheControl }: HeadersSpec) =>
  new ResponseHeadersPolicy(stack, `${name}Headers`, {
    responseHeadersPolicyName: stageName(settings, `huitou-console-${name.toLowerCase()}`),
    securityHeadersBehavior: {
      contentSecurityPolicy: { contentSecurityPolicy: policy, override: true },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
      referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
      strictTransportSecurity: { accessControlMaxAge: strictTransportAge, includeSubdomains: false, override: true },
    },
    customHeadersBehavior: {
      customHeaders: [
        ...(cacheControl === undefined ? [] : [{ header: 'cache-control', value: cacheControl, override: true }]),
        { header: 'cross-origin-opener-policy', value: 'same-origin', override: true },
        { header: 'permissions-policy', value: 'camera=(), geolocation=(), microphone=()', override: true },
      ],
    },
  })
