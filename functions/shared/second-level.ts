import type { Context } from './context.ts'
import type { RefusalText } from './http/endpoint.ts'

/** What endpoints work with that ask whether this deployment pays a second level of commission. */
export type SecondLevelContext = Context & { readonly isSecondLevelOn: boolean }

/** What is told to who asks for a second level where there is none. */
export const secondLevelOff = {
  status: 409,
  zh: '本平台未开启二级佣金。',
  en: 'This deployment pays no second level of commission.',
} as const satisfies RefusalText

/** Off unless infra says otherwise: then there is no such variable. */
export const isSecondLevelOn = (): boolean => process.env.SECOND_LEVEL === 'on'
