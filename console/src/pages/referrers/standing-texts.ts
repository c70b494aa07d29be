import { texts } from '../../i18n/texts.ts'

export const standingTexts = texts({
  title: { zh: '推荐资格', en: 'Part in referrals' },
  refers: { zh: '推荐中', en: 'Refers' },
  left: { zh: '已退出', en: 'Left' },
  suspended: { zh: '已暂停', en: 'Suspended' },
  refersMeans: {
    zh: '带来的订单归其名下，可以建新链接。',
    en: 'Orders they bring are credited to them, and they may make new links.',
  },
  leftMeans: {
    zh: '之后的订单不归其名下。本人随时可以在小程序里回来。',
    en: 'Orders from then on are not credited to them. They may come back by themselves, in the mini-program.',
  },
  suspendedMeans: {
    zh: '之后的订单不归其名下，也不能建新链接。已得和已下单的佣金照常结算。',
    en: 'Orders from then on are not credited, and no new link is made. What was earned is paid as it was.',
  },
  leftAt: { zh: '{at} 自行退出', en: 'Left by themselves on {at}' },
  since: { zh: '暂停时间', en: 'Since' },
  why: { zh: '理由', en: 'Reason' },
  reason: { zh: '理由（推荐人会看到）', en: 'Reason, which the referrer reads' },
  suspend: { zh: '暂停推荐', en: 'Suspend' },
  suspendConsequence: {
    zh: '其链接仍可打开商品，但之后的订单不再归其名下，也不能建新链接。已得和已下单的佣金照常结算。随时可以恢复。',
    en: 'The links still open the goods, but no order from now on is credited, and no new link is made. What was earned, also on orders placed before, is paid as it was. You can lift this at any time.',
  },
  lift: { zh: '恢复推荐', en: 'Lift the suspension' },
  liftConsequence: {
    zh: '链接、以前的访问和介绍重新有效，之后的订单照常归属。暂停期间的订单不补。',
    en: 'Links, visits and introductions from before count again for orders from now on. Orders of the time between stay as they are.',
  },
})
