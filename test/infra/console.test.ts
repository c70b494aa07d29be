import { expect, test } from 'vitest'
import { ofType, synthesisTime, templatesOf } from './templates.ts'

const { console: plain } = templatesOf()
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
    expect(patterns).toEqual(['/assets/*', '/images/*', '/v1/*', '/docs'])
    const [files, pictures, api] = config.Origins
    for (const bucket of [files, pictures])
      expect(bucket).toMatchObject({ OriginAccessControlId: expect.anything(), S3OriginConfig: expect.anything() })
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

test('what the page may do is said in one strict policy, and what the API answers is never cached', () => {
  const policies = JSON.stringify(ofType(plain, 'AWS::CloudFront::ResponseHeadersPolicy'))
  expect(policies).toContain("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; ")
  expect(policies).not.toMatch(/unsafe-|\*/)
  const caches = ofType(plain, 'AWS::CloudFront::CachePolicy').map(([, { Properties }]) => Properties.CachePolicyConfig)
  expect(caches).toContainEqual(expect.objectContaining({ Name: 'huitou-no-cache', MaxTTL: 0 }))
})

test('pictures are read and nothing else, as what they are, and that one is missing is not kept', () => {
  const [[, distribution] = []] = ofType(plain, 'AWS::CloudFront::Distribution')
  const { CacheBehaviors } = Object(distribution?.Properties.DistributionConfig)
  const pictures = CacheBehaviors.find(({ PathPattern }: { PathPattern: string }) => PathPattern === '/images/*')
  expect(pictures).toMatchObject({ ViewerProtocolPolicy: 'redirect-to-https' })
  // CloudFront's own: GET and HEAD.
  expect(pictures).not.toHaveProperty('AllowedMethods')
  // No query of a caller goes on to S3, where it could ask for other answers.
  expect(pictures).not.toHaveProperty('OriginRequestPolicyId')
  const { Properties } = plain.Resources[pictures.ResponseHeadersPolicyId.Ref] ?? expect.fail('no headers')
  const { CustomHeadersConfig, SecurityHeadersConfig } = Object(Properties.ResponseHeadersPolicyConfig)
  expect(SecurityHeadersConfig).toMatchObject({
    ContentTypeOptions: { Override: true },
    ContentSecurityPolicy: { ContentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'; sandbox" },
  })
  expect(JSON.stringify(CustomHeadersConfig)).not.toContain('cache-control')
})
