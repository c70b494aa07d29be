import { randomUUID } from 'node:crypto'
import { toBeijingTime } from './beijing-time.ts'
import type { PaidTrade } from './records.ts'
import { encryptResource } from './signature.ts'
import { tradeView } from './trades.ts'
import type { Wechat } from './wechat.ts'

type News = {
  readonly outTradeNo: string
  readonly url: string
  readonly eventType: string
  readonly summary: string
  readonly originalType: 'transaction' | 'refund' | 'mch_payment'
  readonly resource: Readonly<Record<string, unknown>>
}

/** Queues the notification of a payment, within the transaction that records the payment. */
export function queuePaid(wechat: Wechat, trade: PaidTrade): void {
  queueNotification(wechat, {
    outTradeNo: trade.outTradeNo,
    url: trade.notifyUrl,
    eventType: 'TRANSACTION.SUCCESS',
    summary: '支付成功',
    originalType: 'transaction',
    resource: tradeView(wechat.world, trade),
  })
}

export function queueNotification(wechat: Wechat, news: News): void {
  const { world, store, faults } = wechat
  const nowMs = wechat.now().getTime()
  const id = randomUUID()
  const body = JSON.stringify({
    id,
    create_time: toBeijingTime(nowMs),
    resource_type: 'encrypt-resource',
    event_type: news.eventType,
    summary: news.summary,
    resource: {
      original_type: news.originalType,
      algorithm: 'AEAD_AES_256_GCM',
      ...encryptResource(world.apiV3Key, JSON.stringify(news.resource), news.originalType),
    },
  })
  const { outTradeNo, eventType, url } = news
  const base = { id, outTradeNo, eventType, url, body, attempts: 0, probesAccepted: 0 }
  if (faults.strikes('notificationsLost')) {
    store.notifications.put(id, { ...base, status: 'lost' }, { link: outTradeNo })
    return
  }
  const nextAtMs = nowMs + faults.get().notificationDelayMs
  store.notifications.put(id, { ...base, status: 'pending', nextAtMs }, { link: outTradeNo, dueMs: nextAtMs })
}
