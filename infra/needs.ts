import type { Need } from '../functions/shared/rows.ts'

/** What a function gets for a need: settings read at deploy time, and one secret that it reads itself when it starts. */
export type NeedSpec = {
  /** Environment variables with a plain value from a parameter of `parameterName`. */
  readonly settings: readonly string[]
  readonly secret: {
    /** Environment variable with the secret's ARN. */
    readonly variable: string
    /** What an operator puts into it, as shown in the console. */
    readonly description: string
    /** Why nothing can rotate it without an operator. */
    readonly noRotationReason: string
  }
}

/** Needs with a secret. */
export const needNames = [
  'session-signing',
  'wechat-api',
  'wechat-pay',
  'field-encryption',
] as const satisfies readonly Need[]
export type SecretNeed = (typeof needNames)[number]

/** Those of the needs that have a secret. */
export const secretNeeds = (needs: readonly Need[]): SecretNeed[] =>
  needNames.filter((name) => needs.some((need) => need === name))

/** Environment variables of the need `images`: the bucket's name, and its own address. */
export const imageVariables = { bucket: 'IMAGES_BUCKET', domain: 'IMAGES_BUCKET_DOMAIN' } as const

/** Environment variable of the need `message-templates`: JSON, as `functions/engagement/message-templates.ts` has it. */
export const messageTemplatesVariable = 'MESSAGE_TEMPLATES'

/** Environment variable of the need `link-page`: the mini-program's page for links, without a slash in front. */
export const linkPageVariable = 'LINK_PAGE'

/** Environment variable of the need `sign-in-page`: the page that confirms sign-ins at the console, likewise. */
export const signInPageVariable = 'SIGN_IN_PAGE'

/** Environment variable of the need `second-level`, and its value; where the setting is off there is none. */
export const secondLevelVariable = { name: 'SECOND_LEVEL', on: 'on' } as const

export const needSpecs: Readonly<Record<SecretNeed, NeedSpec>> = {
  'session-signing': {
    settings: [],
    secret: {
      variable: 'SESSION_SECRET_ARN',
      description: 'Private key that signs sessions: {"privateJwk":{Ed25519 JWK}}',
      noRotationReason: 'The public half is a parameter of every function: both are changed in one deployment.',
    },
  },
  'wechat-api': {
    settings: ['WECHAT_API_BASE_URL', 'WECHAT_APP_ID'],
    secret: {
      variable: 'WECHAT_API_SECRET_ARN',
      description: 'Secret of the mini-program: {"appSecret":"…"}',
      noRotationReason: 'WeChat issues it in its console only; there is no interface that could rotate it.',
    },
  },
  'wechat-pay': {
    settings: [
      'WECHAT_PAY_BASE_URL',
      'WECHAT_PAY_MODE',
      'WECHAT_PAY_MCHID',
      'WECHAT_APP_ID',
      'WECHAT_PAY_MERCHANT_SERIAL',
      'WECHAT_PAY_PUBLIC_KEYS',
      'WECHAT_PAY_NOTIFY_BASE_URL',
    ],
    secret: {
      variable: 'WECHAT_PAY_SECRET_ARN',
      description: 'Keys of the merchant: {"merchantPrivateKeyPem":"…","apiV3Key":"32 ASCII characters"}',
      noRotationReason: 'WeChat Pay issues the certificate and the key in its merchant console only.',
    },
  },
  'field-encryption': {
    settings: [],
    secret: {
      variable: 'FIELD_ENCRYPTION_SECRET_ARN',
      description: 'Keys of personal data: {"inUse":"key id","keys":{"key id":"32 bytes in base64"}}',
      noRotationReason: 'An operator adds a key and names it; the old ones stay, for what they have sealed.',
    },
  },
}

/** Settings of every function that checks who calls. */
export const sessionSettings: readonly string[] = ['SESSION_PUBLIC_JWK', 'OPERATOR_IDS']

/** Name of the parameter that holds an environment variable's value: `WECHAT_APP_ID` → `/huitou/wechat-app-id`. */
export function parameterName(prefix: string, variable: string): string {
  return `${prefix}/${variable.toLowerCase().replaceAll('_', '-')}`
}

/** Name of a need's secret: `huitou/wechat-pay`. */
export function secretName(prefix: string, need: SecretNeed): string {
  return `${prefix.replace(/^\//, '')}/${need}`
}
