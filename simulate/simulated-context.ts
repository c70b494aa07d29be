import { ulid } from 'ulid'
import { idPrefixes } from '../domain/shared/ids.ts'
import type { CatalogContext } from '../functions/catalog/upload-target.ts'
import type { MessagingContext } from '../functions/engagement/engagement-context.ts'
import type { IdentityContext } from '../functions/identity/identity-context.ts'
import type { PlacingContext } from '../functions/orders/orders-context.ts'
import type { ReportingContext } from '../functions/orders/report-due-shipments.ts'
import type { PaymentsContext } from '../functions/payments/pay-context.ts'
import type { Notification } from '../functions/payments/wechat-pay/notification.ts'
import type { PostersContext } from '../functions/referrals/links-context.ts'
import type { PayoutsContext } from '../functions/referrals/payouts-context.ts'
import type { Context } from '../functions/shared/context.ts'
import { createSealedFields } from '../functions/shared/sealed-field.ts'
import type { Database } from '../functions/shared/storage.ts'
import { messageTemplates } from '../local/wechat/message-templates.ts'
import type { Random } from './random.ts'
import type { VirtualClock } from './virtual-clock.ts'
import { type FakeWechat, merchant } from './wechat.ts'
import type { FakeShipping } from './wechat-shipping.ts'

/** What every endpoint and consumer gets in the simulation, whatever of it they ask for. */
export type SimulatedContext = IdentityContext &
  CatalogContext &
  PaymentsContext &
  PlacingContext &
  ReportingContext &
  PostersContext &
  PayoutsContext &
  MessagingContext

const codeAlphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

const fieldKeys = { inUse: 'first', keys: { first: Buffer.alloc(32, 1).toString('base64') } }

type Options = {
  readonly clock: VirtualClock
  readonly random: Random
  readonly db: Database
  readonly wechat: FakeWechat
  readonly shipping: FakeShipping
  readonly log: Context['log']
}

/** Time, chance, tables and WeChat of the simulation, in the shapes in which Lambda's come. */
export function createSimulatedContext({ clock, random, db, wechat, shipping, log }: Options): SimulatedContext {
  return {
    db,
    log,
    now: clock.now,
    newId: (kind) => newId(clock, random, kind),
    randomCode: (length) => Array.from({ length }, () => codeAlphabet.charAt(random.int(codeAlphabet.length))).join(''),
    pause: (upToMs) => clock.sleep(random.int(upToMs)),
    // The code of a login is the openid that it stands for.
    wechatLogin: { exchangeCode: async (code) => ({ ok: true, openid: code }) },
    sessions: {
      sign: async ({ sessionId }) => `token of ${sessionId}`,
      refreshToken: (sessionId, generation) => `${sessionId}.${generation}.refresh`,
    },
    fields: createSealedFields(fieldKeys, (bytes) => Buffer.from(Array.from({ length: bytes }, () => random.int(256)))),
    // Nobody uploads here: it touches no table.
    uploadTarget: () => {
      throw new Error('The simulation has no bucket')
    },
    renderPoster: () => {
      throw new Error('The simulation draws nothing')
    },
    isSecondLevelOn: true,
    messageTemplates,
    linkPage: 'pages/link/index',
    signInPage: 'pages/sign-in/index',
    // Nobody agrees to messages here: WeChat is never asked to send one.
    wechatApp: shipping.app,
    wechatPay: wechat.wechatPay,
    transfers: wechat.wechatTransfers,
    merchant,
    payParams: (prepayId) => ({
      appId: merchant.appId,
      timeStamp: '0',
      nonceStr: '',
      package: `prepay_id=${prepayId}`,
      signType: 'RSA',
      paySign: '',
    }),
    openNotification: (_headers, rawBody) => ({ ok: true, notification: sealed.get(rawBody) ?? unknown }),
  }
}

/** A new id as a phone or a function makes it. */
export const newId = (clock: VirtualClock, random: Random, kind: keyof typeof idPrefixes): string =>
  `${idPrefixes[kind]}_${ulid(clock.nowMs(), random.float)}`

/** What is in a notification's bytes; signatures are tested elsewhere. */
const sealed = new WeakMap<Buffer, Notification>()
const unknown: Notification = { kind: 'other', id: 'unknown', eventType: 'UNKNOWN' }

/** The bytes that `openNotification` opens. */
export function sealNotification(notification: Notification): Buffer {
  const bytes = Buffer.alloc(0)
  sealed.set(bytes, notification)
  return bytes
}
