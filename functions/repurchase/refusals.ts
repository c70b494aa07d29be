import type { RefusalText } from '../shared/http/endpoint.ts'

/** Every refusal of the context, by its public code. */
export const repurchaseRefusals = {
  as_of_in_future: { status: 400, zh: '统计截止日不能晚于今天', en: 'Figures exist up to today, not for a later day' },
} as const satisfies Record<string, RefusalText>
