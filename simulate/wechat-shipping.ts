import * as z from 'zod'
import type { WechatApp } from '../functions/shared/wechat-access-token.ts'
import type { FullRead } from './full-read.ts'
import type { Random } from './random.ts'
import type { VirtualClock } from './virtual-clock.ts'
import type { FakeWechat } from './wechat.ts'

/** How often a call is lost on its way there, or its answer on the way back, or WeChat has no time. */
const lostRate = 0.05
const busyRate = 0.1
const latencyMaxMs = 500
/** A payment is known to shipping management so long after it was made. */
const unknownMs = 60_000
const codes = { busy: -1, unknown: 10060001, changeUsed: 10060003, unchanged: 10060023, parameters: 10060014 } as const

const Upload = z.object({
  order_key: z.object({ transaction_id: z.string() }),
  delivery_mode: z.int(),
  is_all_delivered: z.boolean().optional(),
  shipping_list: z.array(z.object({ tracking_no: z.string() })),
  upload_time: z.string(),
  payer: z.object({ openid: z.string() }),
})
type Upload = z.infer<typeof Upload>

/** What WeChat knows of one payment's shipment. */
type Shipping = { numbers: readonly string[]; isFinished: boolean; wasChanged: boolean; toldAtMs: number }

export type FakeShipping = {
  readonly app: WechatApp
  /** By WeChat's number of the payment. */
  readonly shippings: ReadonlyMap<string, Shipping>
}

type Options = { readonly clock: VirtualClock; readonly random: Random; readonly payments: FakeWechat['payments'] }

/** Shipping management in memory, behind the `fetch` of the real client. */
export function createFakeShipping(options: Options): FakeShipping {
  const { clock, random } = options
  const shippings = new Map<string, Shipping>()
  const fetch = async (url: string, { body }: RequestInit) => {
    await clock.sleep(random.int(latencyMaxMs))
    if (random.chance(lostRate)) throw new Error('The call was lost')
    const answer = url.includes('/cgi-bin/stable_token')
      ? { access_token: 'token', expires_in: 7_200 }
      : {
          errcode: random.chance(busyRate)
            ? codes.busy
            : take(options, shippings, Upload.parse(JSON.parse(String(body)))),
        }
    await clock.sleep(random.int(latencyMaxMs))
    if (random.chance(lostRate)) throw new Error('The answer was lost')
    return new Response(JSON.stringify(answer))
  }
  return { app: { baseUrl: 'https://wechat.invalid', appId: 'wx0000000000000001', appSecret: '-', fetch }, shippings }
}

function take({ clock, payments }: Options, shippings: Map<string, Shipping>, upload: Upload): number {
  const { transaction_id: id } = upload.order_key
  const payment = [...payments.values()].find(({ transaction }) => transaction?.transactionId === id)
  const paidAtMs = Date.parse(payment?.transaction?.successAt ?? '')
  if (!payment || clock.nowMs() < paidAtMs + unknownMs) return codes.unknown
  if (payment.command.openid !== upload.payer.openid) return codes.parameters
  const before = shippings.get(id)
  const told = {
    numbers: upload.shipping_list.map((listed) => listed.tracking_no),
    isFinished: upload.delivery_mode === 1 || upload.is_all_delivered === true,
    toldAtMs: Date.parse(upload.upload_time),
  }
  if (!before) {
    shippings.set(id, { ...told, wasChanged: false })
    return 0
  }
  if (told.toldAtMs === before.toldAtMs) return codes.unchanged
  if (told.toldAtMs < before.toldAtMs) return codes.parameters
  if (before.wasChanged) return codes.changeUsed
  const numbers = before.isFinished ? told.numbers : [...before.numbers, ...told.numbers]
  shippings.set(id, { ...told, numbers: [...new Set(numbers)], wasChanged: before.isFinished })
  return 0
}

/** WeChat knows of every parcel that was sent, as it was told last, and no buyer's money waits for that. */
export function shippingViolations({ orders }: FullRead, { shippings }: FakeShipping): string[] {
  return orders.flatMap(({ state }) => {
    if (!('shipment' in state)) return []
    const known = shippings.get(state.transactionId)
    const wanted = state.shipment.parcels.map(({ trackingNo }) => trackingNo).join(' ')
    if (known?.numbers.join(' ') === wanted && known.isFinished === state.shipment.isComplete) return []
    return [`${state.orderId} was shipped as ${wanted}, and WeChat knows ${JSON.stringify(known)}`]
  })
}
