import { texts } from '../../i18n/texts.ts'

export const settingsTexts = texts({
  title: { zh: '店铺设置', en: 'Shop settings' },
  hint: { zh: '只影响之后的新订单。', en: 'They count for orders placed from then on.' },
  ownerOnly: { zh: '只有店主可以修改。', en: 'Only the owner may change them.' },
  paymentHoldMinutes: { zh: '付款时限（分钟）', en: 'Minutes to pay' },
  afterSalesDays: { zh: '收货后可申请售后（天）', en: 'Days for after-sales' },
  afterSalesAnswerDays: { zh: '售后答复时限（天）', en: 'Days to answer a case' },
  autoReceiveDays: { zh: '自动收货（天）', en: 'Days until received by itself' },
  attributionDays: { zh: '推荐有效期（天）', en: 'Days that a link counts' },
  commissionRate: { zh: '佣金比例（%）', en: 'Commission, per cent' },
  commissionCap: { zh: '每单佣金上限（元），空为不限', en: 'Most per order in yuan, empty for no cap' },
  shippingFee: { zh: '运费（元）', en: 'Shipping in yuan' },
  freeFrom: { zh: '满额包邮（元），空为不包邮', en: 'Free from, in yuan; empty for never' },
  save: { zh: '保存设置', en: 'Save' },
  saved: { zh: '已保存', en: 'Saved' },
  staff: { zh: '店员', en: 'Staff' },
  staffHint: {
    zh: '店员可以发货、处理售后、改商品，不能改设置或导出。',
    en: 'Staff ship, answer cases and edit products; they change no settings and export nothing.',
  },
  noStaff: { zh: '还没有店员', en: 'Nobody is staff yet' },
  unnamed: { zh: '未命名', en: 'Unnamed' },
  since: { zh: '{at} 起', en: 'Since {at}' },
  staffName: { zh: '怎么称呼', en: 'What you call them' },
  staffNameExample: { zh: '例如 小李', en: 'Li, for example' },
  customerId: { zh: '用户编号', en: 'Customer id' },
  customerIdHint: {
    zh: '对方在小程序里能看到自己的编号。再次添加同一人就是改称呼。',
    en: 'They find it in the mini-program. Adding somebody again gives them another name.',
  },
  add: { zh: '加为店员', en: 'Make staff' },
  addConsequence: {
    zh: '{name}马上能看到这家店的订单和顾客。',
    en: '{name} sees this shop’s orders and customers at once.',
  },
  remove: { zh: '移除', en: 'Remove' },
  removeConsequence: {
    zh: '{name}从下一次操作起没有任何权限。',
    en: 'From their next request on, {name} has no part in the shop.',
  },
})
