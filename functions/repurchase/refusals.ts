import type { RefusalText } from '../shared/http/endpoint.ts'

/** Every refusal of the context, by its public code. */
export const repurchaseRefusals = {
  as_of_in_future: { status: 400, zh: '统计截止日不能晚于今天', en: 'Figures exist up to today, not for a later day' },
  not_predicted: {
    status: 404,
    zh: '该店铺还没有预测,请在有购买记录后的次日再看。',
    en: 'There are no predictions of this shop yet: look again on the day after its first purchase.',
  },
  no_purchases: { status: 404, zh: '该客户没有购买记录。', en: 'This customer has bought nothing.' },
} as const satisfies Record<string, RefusalText>
