import type { RefusalText } from '../shared/http/endpoint.ts'

/** Refusals of the endpoints of figures and of what is behind them, by their public code. */
export const repurchaseRefusals = {
  as_of_in_future: {
    status: 400,
    zh: '统计截止日不能晚于今天。',
    en: 'Figures exist up to today, not for a later day.',
  },
  buyer_not_found: {
    status: 404,
    zh: '该顾客在本店没有购买记录。',
    en: 'This customer has never ordered in the shop.',
  },
  same_customer: {
    status: 409,
    zh: '这两个编号已经是同一位顾客。',
    en: 'Both are the same customer already.',
  },
  merged_elsewhere: {
    status: 409,
    zh: '该顾客已合并到另一位顾客。',
    en: 'This customer has been merged into another one.',
  },
  merge_limit: {
    status: 409,
    zh: '合并次数过多，无法继续合并。',
    en: 'Too many merges have been made one upon another.',
  },
  history_too_large: {
    status: 409,
    zh: '两位顾客的购买记录过多，无法合并。',
    en: 'Both have bought too much for one history.',
  },
} as const satisfies Readonly<Record<string, RefusalText>>

/** Refusals of what a shop says that its channels cost. */
export const spendingRefusals = {
  spent_in_future: {
    status: 400,
    zh: '投入日期不能晚于今天。',
    en: 'What is not spent yet cannot be recorded: the day is after today.',
  },
  too_many_channels: {
    status: 409,
    zh: '该月记录投入的渠道已达上限。',
    en: 'So many channels have spending in this month that it takes no other.',
  },
} as const satisfies Readonly<Record<string, RefusalText>>

/** Refusals of the endpoints of predictions. */
export const predictionRefusals = {
  not_predicted: {
    status: 404,
    zh: '该店铺还没有预测，请在有购买记录的次日再看。',
    en: 'There are no predictions of this shop yet: look again on the day after its first purchase.',
  },
  no_purchases: {
    status: 404,
    zh: '该顾客没有有效的购买记录。',
    en: 'Nothing that this customer bought counts as a purchase.',
  },
} as const satisfies Readonly<Record<string, RefusalText>>

/** Refusals of the import. */
export const importRefusals = {
  bad_header: {
    status: 400,
    zh: '首行必须写明全部必需的列，且每列只出现一次。',
    en: 'The first line must name every required column, and each once.',
  },
  import_differs: {
    status: 409,
    zh: '该文件编号已用于另一个文件，或这一部分的内容与之前不同。',
    en: 'This file id has another file, or this part of it another text.',
  },
  part_too_early: {
    status: 409,
    zh: '请先发送前面的部分。',
    en: 'A part before this one has not come yet.',
  },
  import_not_found: {
    status: 404,
    zh: '没有这个文件的导入记录。',
    en: 'No part of such a file has come.',
  },
} as const satisfies Readonly<Record<string, RefusalText>>
