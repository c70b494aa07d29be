import { assert } from '../../shared/decision.ts'
import type { RfmScale, RfmScores, RfmValues } from './rfm.ts'

type Name = { readonly zh: string; readonly en: string }

/** The segments by recency and frequency that marketing tools have in common, best first. */
export const segmentNames = {
  champions: { zh: '冠军客户', en: 'Champions' },
  loyal: { zh: '忠诚客户', en: 'Loyal customers' },
  potential_loyalists: { zh: '潜力忠诚客户', en: 'Potential loyalists' },
  new: { zh: '新客户', en: 'New customers' },
  promising: { zh: '有希望客户', en: 'Promising' },
  need_attention: { zh: '需要关注客户', en: 'Need attention' },
  about_to_sleep: { zh: '即将沉睡客户', en: 'About to sleep' },
  at_risk: { zh: '流失风险客户', en: 'At risk' },
  cant_lose: { zh: '不可流失客户', en: 'Can’t lose them' },
  hibernating: { zh: '沉睡客户', en: 'Hibernating' },
} as const satisfies Record<string, Name>
export type Segment = keyof typeof segmentNames
export const segments = Object.keys(segmentNames) as readonly Segment[]

/** By recency score from 1 to 5; in each by frequency score from 1 to 5. The amount does not count. */
const segmentMap: readonly (readonly Segment[])[] = [
  ['hibernating', 'hibernating', 'at_risk', 'at_risk', 'cant_lose'],
  ['hibernating', 'hibernating', 'at_risk', 'at_risk', 'cant_lose'],
  ['about_to_sleep', 'about_to_sleep', 'need_attention', 'loyal', 'loyal'],
  ['promising', 'potential_loyalists', 'potential_loyalists', 'champions', 'champions'],
  ['new', 'potential_loyalists', 'potential_loyalists', 'champions', 'champions'],
]

/** The segment of a customer with these scores; there is one for each of the 125 combinations. */
export function segmentOf({ r, f }: RfmScores): Segment {
  const segment = segmentMap[r - 1]?.[f - 1]
  assert(segment !== undefined, 'scores are from 1 to 5')
  return segment
}

/**
 * The eight classes that are usual in China (RFM 客户分类): is recency, orders and amount each better than the mean of the
 * shop’s customers? 重要 (important) says that the amount is; value, develop, keep and win back say what the others are.
 */
export const valueClassNames = {
  important_value: { zh: '重要价值客户', en: 'Important customers' },
  important_develop: { zh: '重要发展客户', en: 'Important customers to develop' },
  important_keep: { zh: '重要保持客户', en: 'Important customers to keep' },
  important_win_back: { zh: '重要挽留客户', en: 'Important customers to win back' },
  general_value: { zh: '一般价值客户', en: 'General customers' },
  general_develop: { zh: '一般发展客户', en: 'General customers to develop' },
  general_keep: { zh: '一般保持客户', en: 'General customers to keep' },
  general_win_back: { zh: '一般挽留客户', en: 'General customers to win back' },
} as const satisfies Record<string, Name>
export type ValueClass = keyof typeof valueClassNames
export const valueClasses = Object.keys(valueClassNames) as readonly ValueClass[]

/** The class of a customer against the means of a shop; who is at the mean of days is recent, of the others not above. */
export function valueClassOn({ n, sums }: RfmScale, customer: RfmValues): ValueClass {
  // Times n instead of divided by it, so that who is exactly at the mean is not moved by rounding.
  const isAbove = (key: keyof RfmValues) => customer[key] * n > sums[key]
  return `${isAbove('amountFen') ? 'important' : 'general'}_${kindOf(!isAbove('recencyDays'), isAbove('orders'))}`
}

function kindOf(isRecent: boolean, isFrequent: boolean) {
  if (isRecent) return isFrequent ? 'value' : 'develop'
  return isFrequent ? 'keep' : 'win_back'
}
