import type { Item } from '../../api/call.ts'
import type { Text } from '../../i18n/texts.ts'

export type SegmentName = Text
type Customer = Item<'list-segment'>

/** The segments as the API calls them, best first. */
export const segmentNames: Readonly<Record<Customer['segment'], SegmentName>> = {
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
}

export const valueClassNames: Readonly<Record<Customer['valueClass'], SegmentName>> = {
  important_value: { zh: '重要价值客户', en: 'Important customers' },
  important_develop: { zh: '重要发展客户', en: 'Important customers to develop' },
  important_keep: { zh: '重要保持客户', en: 'Important customers to keep' },
  important_win_back: { zh: '重要挽留客户', en: 'Important customers to win back' },
  general_value: { zh: '一般价值客户', en: 'General customers' },
  general_develop: { zh: '一般发展客户', en: 'General customers to develop' },
  general_keep: { zh: '一般保持客户', en: 'General customers to keep' },
  general_win_back: { zh: '一般挽留客户', en: 'General customers to win back' },
}
