import { expect, test } from 'vitest'
import { ofType, synthesisTime, templatesOf } from './templates.ts'

const domain = {
  'huitou:consoleDomain': 'console.example.com',
  'huitou:consoleIamCertificateId': 'ASCAEXAMPLE',
  'huitou:consoleWebAclArn': 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/a/b',
}

test(
  'the console is files that only its distribution reads, with the API behind the same origin',
  synthesisTime,
  () => {
    const { console: template } = templatesOf(domain)
    const [[, distribution] = []] = ofType(template, 'AWS::CloudFront::Distribution')
    const config = Object(distribution?.Properties.DistributionConfig)
    expect(config).toMatchObject({
      DefaultRootObject: 'index.html',
      Aliases: ['console.example.com'],
      ViewerCertificate: { IamCertificateId: 'ASCAEXAMPLE', MinimumProtocolVersion: 'TLSv1.2_2021' },
      WebACLId: domain['huitou:consoleWebAclArn'],
    })
    const patterns = config.CacheBehaviors.map(({ PathPattern }: { PathPattern: string }) => PathPattern)
    expect(patterns).toEqual(['/assets/*', '/v1/*', '/docs'])
    const [files, api] = config.Origins
    expect(files).toMatchObject({ OriginAccessControlId: expect.anything() })
    expect(api).toMatchObject({ CustomOriginConfig: { OriginProtocolPolicy: 'https-only' } })
    const [[, bucket] = []] = ofType(template, 'AWS::S3::Bucket')
    expect(bucket?.Properties.PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    })
  },
)

test(
  'what the page may do is said in one strict policy, and what the API answers is never cached',
  synthesisTime,
  () => {
    const { console: template } = templatesOf()
    const policies = JSON.stringify(ofType(template, 'AWS::CloudFront::ResponseHeadersPolicy'))
    expect(policies).toContain("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob: ")
    expect(policies).not.toMatch(/unsafe-|\*/)
    const caches = ofType(template, 'AWS::CloudFront::CachePolicy').map(
      ([, { Properties }]) => Properties.CachePolicyConfig,
    )
    expect(caches).toContainEqual(expect.objectContaining({ Name: 'huitou-no-cache', MaxTTL: 0 }))
  },
)
