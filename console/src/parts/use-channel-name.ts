import { texts, useTexts } from '../i18n/texts.ts'

/** Channels that mini-programs commonly name; a shop may have others, which are shown as they are. */
const channelTexts = texts({
  moments: { zh: '朋友圈', en: 'Moments' },
  group: { zh: '微信群', en: 'Group chat' },
  chat: { zh: '私聊', en: 'Chat' },
  weibo: { zh: '微博', en: 'Weibo' },
  douban: { zh: '豆瓣', en: 'Douban' },
  xiaohongshu: { zh: '小红书', en: 'Xiaohongshu' },
  offline: { zh: '线下', en: 'Offline' },
  poster: { zh: '海报', en: 'Poster' },
})

const isKnown = (channel: string): channel is keyof typeof channelTexts => Object.hasOwn(channelTexts, channel)

/** `useChannelName()('moments')` */
export function useChannelName() {
  const t = useTexts(channelTexts)
  return (channel: string): string => (isKnown(channel) ? t(channel) : channel)
}
