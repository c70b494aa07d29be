import { texts } from '../../i18n/texts.ts'

export const signInTexts = texts({
  title: { zh: '微信扫码登录', en: 'Sign in with WeChat' },
  how: { zh: '用微信扫一扫，在小程序里确认。', en: 'Scan with WeChat and confirm in the mini-program.' },
  code: { zh: '登录码', en: 'The code' },
  copyHint: { zh: '不能扫码？在手机上输入登录编号：', en: 'Cannot scan? Enter this number on the phone:' },
  who: { zh: '店主、店员和平台运营可以登录。', en: 'For owners, staff and operators.' },
  expired: { zh: '登录码已过期', en: 'The code has expired' },
  refused: { zh: '已在手机上拒绝', en: 'Refused on the phone' },
  failed: { zh: '登录码没能载入', en: 'The code could not be loaded' },
  again: { zh: '换一个登录码', en: 'Get a new code' },
  safe: {
    zh: '登录码三分钟内有效，只对这个网页有用。',
    en: 'Good for three minutes, and for this page only.',
  },
  story: { zh: '让客人再来的生意', en: 'Business that people come back to' },
  storyText: {
    zh: '每一笔订单、每一位顾客、每一次推荐，都连在一起，随时看得见。',
    en: 'Every order, every customer and whoever introduced them: linked, and seen at once.',
  },
})
