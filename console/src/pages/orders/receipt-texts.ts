import { texts } from '../../i18n/texts.ts'

export const receiptTexts = texts({
  title: { zh: '归属凭证', en: 'Attribution receipt' },
  window: { zh: '下单前 {days} 天内的访问，从 {from} 起', en: 'Visits of {days} days before the order, since {from}' },
  nobody: { zh: '没有带来这单的人', en: 'Nobody brought this order' },
  visit: { zh: '因访问计入', en: 'Credited by a visit' },
  introduction: { zh: '因介绍计入', en: 'Credited as introducer' },
  outside_window: { zh: '在期限之外', en: 'Outside the window' },
  earlier_visit: { zh: '访问较早', en: 'An earlier visit' },
  later_visit: { zh: '访问较晚', en: 'A later visit' },
  self_referral: { zh: '自己的链接', en: 'The buyer’s own link' },
  own_shop: { zh: '本店人员', en: 'The shop’s own' },
  not_referring: { zh: '当时未参与推荐', en: 'Took no part in referrals' },
  introducerOut: { zh: '介绍人未参与推荐', en: 'Who introduced the buyer took no part in referrals' },
  creditedTo: { zh: '现在计给', en: 'Credited now to' },
  open: { zh: '争议待回答', en: 'Disputed' },
  upheld: { zh: '争议：维持', en: 'Dispute: upheld' },
  reattributed: { zh: '争议：已改归', en: 'Dispute: credited anew' },
})
