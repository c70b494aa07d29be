import * as z from 'zod'

/** CDK context keys of ours start with this: `cdk deploy --context huitou:stage=staging`. */
const settingsKeyPrefix = 'huitou:'

/** CloudWatch accepts these numbers of days only. */
const logRetentionDaysAllowed = [7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731]

/** The command line gives strings, cdk.json gives JSON: both are understood. */
const wholeNumber = (min: number, max: number) => z.coerce.number().int().min(min).max(max)

/** What an operator reads at every synthesis while the switch is on. */
export const secondLevelWarning =
  'huitou:secondLevel is on. A second level pays an upline on the sales of a downline. The Regulation on the Prohibition of ' +
  'Pyramid Selling (State Council order 444), article 7 (3), forbids that at any depth, article 24 fines who organises it, ' +
  'article 26 who provides the service for it. WeChat restricts or bans mini-programs for multi-level distribution ' +
  '(operating rules, 5.9), and WeChat Pay may close the merchant account. Deploy it with the written advice of counsel only.'

const settingsShape = z.strictObject({
  /** A second stage in one account gets its own names; the first one has the plain ones. */
  stage: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,19}$/)
    .default('production'),
  /** Where the parameters and secrets of this stage are kept. */
  parameterPrefix: z
    .string()
    .regex(/^\/[a-z0-9-]+(\/[a-z0-9-]+)*$/)
    .default('/huitou'),
  /** A region without Graviton functions takes x86_64. */
  architecture: z.enum(['arm64', 'x86_64']).default('arm64'),
  /** A region that is behind takes the one before. The bundles are compiled for Node 24. */
  runtime: z
    .string()
    .regex(/^nodejs\d+\.x$/)
    .default('nodejs24.x'),
  /** Six months: China's Cybersecurity Law, article 21, demands that network logs be kept for no less. */
  logRetentionDays: z.coerce
    .number()
    .refine((days) => logRetentionDaysAllowed.includes(days), `one of ${logRetentionDaysAllowed.join(', ')}`)
    .default(180),
  apiMemoryMiB: wholeNumber(128, 10_240).default(1024),
  consumerMemoryMiB: wholeNumber(128, 10_240).default(512),
  /** Who is told of alarms; without it they are seen in the console only. */
  alarmEmail: z.email().optional(),
  /** Of the whole API; API Gateway answers 429 above it. */
  throttleRatePerSecond: wholeNumber(1, 100_000).default(2_000),
  throttleBurst: wholeNumber(1, 100_000).default(1_000),
  /** Lets shops pay the introducer of a referrer too, see `secondLevelWarning`. There is no third level to turn on. */
  secondLevel: z.union([z.boolean(), z.stringbool()]).default(false),
  /** Traces of every request; asks for a right on all resources, as X-Ray knows no finer one. */
  xray: z.union([z.boolean(), z.stringbool()]).default(false),
  /** Of the console, beside the name that CloudFront gives it; in China one with an ICP filing is needed. */
  consoleDomain: z
    .string()
    .regex(/^[a-z0-9.-]+\.[a-z]{2,}$/)
    .optional(),
  /** Its certificate in ACM, in us-east-1. */
  consoleCertificateArn: z.string().optional(),
  /** Its certificate in IAM, for the partition aws-cn. */
  consoleIamCertificateId: z.string().optional(),
  /** A web ACL of WAF, of the scope CLOUDFRONT. */
  consoleWebAclArn: z.string().optional(),
})

export type Settings = z.infer<typeof settingsShape>

/**
 * Reads our settings from the CDK context.
 * @throws Error that names every setting that is unknown or not as it must be.
 */
export function parseSettings(context: Readonly<Record<string, unknown>>): Settings {
  const ours = Object.entries(context)
    .filter(([key]) => key.startsWith(settingsKeyPrefix))
    .map(([key, value]) => [key.slice(settingsKeyPrefix.length), value])
  const parsed = settingsShape.safeParse(Object.fromEntries(ours))
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map((issue) => `${settingsKeyPrefix}${issue.path.join('.')}: ${issue.message}`)
  throw new Error(`Settings in the CDK context are wrong.\n${faults.join('\n')}`)
}

/** Name of a resource in an account that may hold several stages. */
export function stageName(settings: Settings, name: string): string {
  return settings.stage === 'production' ? name : `${settings.stage}-${name}`
}
