import * as z from 'zod'
import type { Message } from '../../domain/engagement/message.ts'
import type { MessageData } from '../../domain/engagement/template-fields.ts'
import { loadCustomer } from '../identity/customer-store.ts'
import { commit } from '../shared/commit.ts'
import type { Write } from '../shared/storage.ts'
import { wechatApi, wechatBusy } from '../shared/wechat-access-token.ts'
import { WechatUnavailable } from '../shared/wechat-app.ts'
import { loadConsents, returnConsent, spendConsent, zeroConsents } from './consent-store.ts'
import type { MessagingContext } from './engagement-context.ts'
import { createMessage, dropMessage, endMessage, loadMessage } from './message-store.ts'

const sendPath = '/cgi-bin/message/subscribe/send'
/** The customer has no consent left, or has switched the messages off. */
const noConsentCode = 43101

/**
 * Sends a message at most once: the message is claimed and a consent spent in one transaction, then WeChat is asked. Without
 * a consent nothing is sent. It is tried again only where WeChat has not looked at it at all.
 * Throws where it is to be tried again.
 */
export async function sendMessage(context: MessagingContext, claim: Message, data: MessageData): Promise<void> {
  if ((await claimMessage(context, claim)) !== 'claimed') return
  const outcome = await ask(context, claim, data)
  await commit(context, async () => ({ writes: endWrites(claim, outcome), reply: undefined }))
  const { eventId, customerId } = claim
  if (outcome === 'unknown') context.log.warn('message may have been sent', { eventId, customerId })
  if (outcome === wechatBusy) throw new Error('WeChat has no time to take a message')
  if (typeof outcome === 'number' && outcome !== noConsentCode)
    context.log.error('message not taken by WeChat', { eventId, customerId, errcode: outcome })
}

/** True claims spend a consent. One that was claimed before is not claimed again, whatever became of it. */
async function claimMessage(
  context: MessagingContext,
  claim: Message,
): Promise<'claimed' | 'known' | 'without_consent'> {
  const { customerId, template } = claim
  const answer = await commit<'claimed' | 'known' | 'without_consent'>(context, async () => {
    if (await loadMessage(context.db, claim)) return { reply: 'known' }
    if ((await loadConsents(context.db, customerId, template)) > 0)
      return { writes: [createMessage(claim), spendConsent(customerId, template)], reply: 'claimed' }
    return { writes: [createMessage({ ...claim, status: 'without_consent' })], reply: 'without_consent' }
  })
  if (!answer.ok) throw new Error('A claim is never refused')
  return answer.reply
}

/** WeChat's number for why not; unknown: it gave no clear answer. */
type Outcome = 'sent' | 'unknown' | number

async function ask(context: MessagingContext, claim: Message, data: MessageData): Promise<Outcome> {
  const customer = await loadCustomer(context.db, claim.customerId)
  if (!customer) throw new Error(`Customer ${claim.customerId} has an order and is not there`)
  const { templateId } = context.messageTemplates[claim.template]
  const body = { touser: customer.openid, template_id: templateId, data, lang: 'zh_CN' }
  try {
    const answer = await wechatApi(context).post(sendPath, body, z.looseObject({}))
    return answer.ok ? 'sent' : answer.errcode
  } catch (error) {
    if (error instanceof WechatUnavailable) return 'unknown'
    throw error
  }
}

function endWrites(claim: Message, outcome: Outcome): Write[] {
  const { customerId, template } = claim
  if (typeof outcome !== 'number') return [endMessage(claim, outcome)]
  if (outcome === wechatBusy) return [dropMessage(claim), returnConsent(customerId, template)]
  if (outcome === noConsentCode) return [endMessage(claim, 'refused', outcome), zeroConsents(customerId, template)]
  return [endMessage(claim, 'failed', outcome), returnConsent(customerId, template)]
}
