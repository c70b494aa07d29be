import * as z from 'zod'
import { BootError } from './errors.ts'
import { noEffect, ofType, parseProperties, pointedTo } from './properties.ts'
import type { Resource } from './template.ts'

const headersPolicy = z.strictObject({
  ResponseHeadersPolicyConfig: z.strictObject({
    Name: z.string(),
    Comment: noEffect,
    CustomHeadersConfig: z.object({ Items: z.array(z.object({ Header: z.string(), Value: z.string() })) }).optional(),
    SecurityHeadersConfig: z.strictObject({
      ContentSecurityPolicy: z.object({ ContentSecurityPolicy: z.string() }),
      ContentTypeOptions: z.object({}),
      FrameOptions: z.object({ FrameOption: z.string() }),
      ReferrerPolicy: z.object({ ReferrerPolicy: z.string() }),
      // Of no effect without TLS.
      StrictTransportSecurity: noEffect,
    }),
  }),
})

const behaviour = z.strictObject({
  TargetOriginId: z.string(),
  ResponseHeadersPolicyId: z.string().optional(),
  // Nothing is cached, compressed or encrypted on this machine, and every method goes through.
  AllowedMethods: noEffect,
  CachePolicyId: noEffect,
  CachedMethods: noEffect,
  Compress: noEffect,
  OriginRequestPolicyId: noEffect,
  ViewerProtocolPolicy: noEffect,
})
const distribution = z.strictObject({
  DistributionConfig: z.strictObject({
    DefaultRootObject: z.string(),
    DefaultCacheBehavior: behaviour,
    CacheBehaviors: z.array(behaviour.extend({ PathPattern: z.string() })),
    Origins: z.array(z.looseObject({ Id: z.string(), DomainName: z.string(), S3OriginConfig: z.unknown().optional() })),
    Aliases: noEffect,
    Comment: noEffect,
    Enabled: noEffect,
    HttpVersion: noEffect,
    IPV6Enabled: noEffect,
    ViewerCertificate: noEffect,
    WebACLId: noEffect,
  }),
  Tags: noEffect,
})

export type SiteBehaviour = {
  /** As CloudFront has it: `*` stands for any characters. */
  readonly pattern: string
  /** Bucket whose file is the answer; where there is none, the API answers. */
  readonly bucket?: string
  readonly headers: Readonly<Record<string, string>>
}
export type SitePlan = {
  /** In the order in which they are tried; the last one takes every path. */
  readonly behaviours: readonly SiteBehaviour[]
  /** What `/` is. */
  readonly rootObject: string
}

/** The distribution of the templates; undefined where there is none. @throws BootError when it cannot be played. */
export function planSite(resources: readonly Resource[]): SitePlan | undefined {
  const found = ofType(resources, 'AWS::CloudFront::Distribution')
  if (found.length > 1)
    throw new BootError('The templates define several distributions; the local back end serves one.')
  const [resource] = found
  if (!resource) return undefined
  const { DistributionConfig: config } = parseProperties(distribution, resource)
  const policies = planHeaders(resources)
  const plan = (
    pattern: string,
    { TargetOriginId: id, ResponseHeadersPolicyId: policy }: z.infer<typeof behaviour>,
  ) => ({
    pattern,
    ...bucketOf(pointedTo(config.Origins, (origin) => origin.Id === id, `the origin ${id}`)),
    headers: policy === undefined ? {} : pointedTo(policies, ([name]) => name === policy, `the headers ${policy}`)[1],
  })
  const behaviours = config.CacheBehaviors.map(({ PathPattern, ...rest }) => plan(PathPattern, rest))
  return { behaviours: [...behaviours, plan('*', config.DefaultCacheBehavior)], rootObject: config.DefaultRootObject }
}

/** A bucket's address begins with its name. */
function bucketOf({
  S3OriginConfig,
  DomainName,
}: z.infer<typeof distribution>['DistributionConfig']['Origins'][number]) {
  return S3OriginConfig === undefined ? {} : { bucket: DomainName.split('.')[0] ?? '' }
}

function planHeaders(resources: readonly Resource[]): (readonly [name: string, headers: Record<string, string>])[] {
  return ofType(resources, 'AWS::CloudFront::ResponseHeadersPolicy').map((resource) => {
    const { ResponseHeadersPolicyConfig: config } = parseProperties(headersPolicy, resource)
    const { ContentSecurityPolicy, FrameOptions, ReferrerPolicy } = config.SecurityHeadersConfig
    const custom = (config.CustomHeadersConfig?.Items ?? []).map(({ Header, Value }) => [Header, Value])
    const headers = {
      'content-security-policy': ContentSecurityPolicy.ContentSecurityPolicy,
      'x-content-type-options': 'nosniff',
      'x-frame-options': FrameOptions.FrameOption,
      'referrer-policy': ReferrerPolicy.ReferrerPolicy,
      ...Object.fromEntries(custom),
    }
    return [resource.name, headers] as const
  })
}
