import type { Notification } from '../functions/payments/wechat-pay/notification.ts'
import type { Random } from './random.ts'
import type { VirtualClock } from './virtual-clock.ts'
import type { WechatNews } from './wechat.ts'

const secondMs = 1_000
const minuteMs = 60 * secondMs
const hourMs = 60 * minuteMs
/** WeChat's waits between tries, until one is acknowledged: fifteen of them in a day. */
const waitsMs = [
  ...[15, 15, 30].map((seconds) => seconds * secondMs),
  ...[3, 10, 20, 30, 30, 30, 60].map((minutes) => minutes * minuteMs),
  ...[3, 3, 3, 6, 6].map((hours) => hours * hourMs),
]
const lostRate = 0.2
const doubledRate = 0.15
/** An acknowledged one may come again, this late. */
const lateMaxMs = 30 * hourMs
const latencyMaxMs = 2_000

function notificationOf(id: string, news: WechatNews): Notification {
  if ('paid' in news) return { kind: 'payment', id, transaction: news.paid }
  return 'refund' in news
    ? { kind: 'refund', id, refund: news.refund }
    : { kind: 'transfer', id, transfer: news.transfer }
}

export type Notifier = {
  /** Sends the news, again and again until it is acknowledged. */
  tell(news: WechatNews): void
  isBusy(): boolean
}

/** @param receive hands a notification to our endpoint: true when it is acknowledged. */
export function createNotifier(options: {
  readonly clock: VirtualClock
  readonly random: Random
  readonly receive: (notification: Notification) => Promise<boolean>
}): Notifier {
  const { clock, random, receive } = options
  let open = 0
  const track = async (work: Promise<unknown>) => {
    open += 1
    await work
    open -= 1
  }
  const send = async (notification: Notification): Promise<boolean> => {
    await clock.sleep(random.int(latencyMaxMs))
    if (random.chance(lostRate)) return false
    if (random.chance(doubledRate)) void track(receive(notification))
    const isAcknowledged = await receive(notification)
    return isAcknowledged && !random.chance(lostRate)
  }
  const persist = async (notification: Notification) => {
    for (const waitMs of waitsMs) {
      if (await send(notification)) break
      await clock.sleep(waitMs)
    }
    if (!random.chance(doubledRate)) return
    await clock.sleep(random.int(lateMaxMs))
    await receive(notification)
  }
  let count = 0
  return {
    tell(news) {
      count += 1
      const id = `notification ${count}`
      void track(persist(notificationOf(id, news)))
    },
    isBusy: () => open > 0,
  }
}
