import * as z from 'zod'
import type { Customer } from '../../domain/identity/customer.ts'
import { CustomerId, SessionId, VisitorId } from '../../domain/shared/ids.ts'
import { bindVisitor } from '../referrals/bind-visitor.ts'
import { commit } from '../shared/commit.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import type { Write } from '../shared/storage.ts'
import { WechatUnavailable } from '../shared/wechat-app.ts'
import { findCustomer, newCustomerWrites, unionidWrite } from './customer-store.ts'
import type { IdentityContext } from './identity-context.ts'
import { identityRefusals } from './refusals.ts'
import { SessionReply, sessionReply } from './session-reply.ts'
import { sessionWrites } from './session-store.ts'
import { refreshHash } from './session-tokens.ts'
import type { WechatLogin } from './wechat-login.ts'

/** WeChat's codes have 32 characters; it does not promise that. */
const codeLengthMax = 128

export const logIn = endpoint(
  {
    summary: 'Turns a code of wx.login into a session; a newcomer becomes a customer.',
    body: z.strictObject({
      code: z.string().min(1).max(codeLengthMax),
      visitorId: VisitorId.exactOptional().meta({
        description: 'The device as it recorded visits so far: they become those of the customer.',
      }),
    }),
    reply: SessionReply,
    status: 201,
    refusals: pick(identityRefusals, 'login_code_invalid', 'login_blocked', 'login_too_frequent', 'wechat_unavailable'),
  },
  async ({ body }, context: IdentityContext) => {
    // Before the attempts: a code is good for one exchange.
    const person = await exchangeCode(context.wechatLogin, body.code)
    if (!person.ok) return person
    const now = context.now()
    const newCustomerId = CustomerId.parse(context.newId('customer'))
    const sessionId = SessionId.parse(context.newId('session'))
    const answer = await commit(context, async () => {
      const found = await findOrMakeCustomer(context, newCustomerId, person, now)
      const { customerId } = found.customer
      const hash = refreshHash(context.sessions.refreshToken(sessionId, 1))
      const opened = { type: 'session_opened', at: now, sessionId, customerId, refreshHash: hash } as const
      const { session, writes } = sessionWrites(undefined, [opened])
      const { visitorId } = body
      const visits = visitorId === undefined ? [] : await bindVisitor(context.db, { visitorId, customerId, now })
      return { writes: [...found.writes, ...writes, ...visits], reply: session }
    })
    return answer.ok ? { ok: true, reply: await sessionReply(context, answer.reply, now) } : answer
  },
)

async function exchangeCode(wechatLogin: WechatLogin, code: string) {
  try {
    return await wechatLogin.exchangeCode(code)
  } catch (error) {
    if (error instanceof WechatUnavailable) return { ok: false, refusal: { code: 'wechat_unavailable' } } as const
    throw error
  }
}

async function findOrMakeCustomer(
  { db, wechatApp: { appId } }: IdentityContext,
  newCustomerId: CustomerId,
  { openid, unionid }: { readonly openid: string; readonly unionid?: string },
  now: string,
): Promise<{ readonly customer: Customer; readonly writes: readonly Write[] }> {
  const known = unionid === undefined ? {} : { unionid }
  const existing = await findCustomer(db, appId, openid)
  if (existing) {
    const isNews = unionid !== undefined && existing.unionid !== unionid
    return { customer: existing, writes: isNews ? [unionidWrite(existing.customerId, unionid)] : [] }
  }
  const counts = { shopsOpened: 0, staffRoles: 0 }
  const customer: Customer = { customerId: newCustomerId, appId, openid, ...known, createdAt: now, ...counts }
  return { customer, writes: newCustomerWrites(customer) }
}
