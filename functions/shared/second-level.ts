import type { Context } from './context.ts'

/** What endpoints work with that ask whether this deployment pays a second level of commission. */
export type SecondLevelContext = Context & { readonly isSecondLevelOn: boolean }

/** Off unless infra says otherwise: then there is no such variable. */
export const isSecondLevelOn = (): boolean => process.env.SECOND_LEVEL === 'on'
