import { constants, privateDecrypt } from 'node:crypto'
import type { PayCall } from './pay-api.ts'
import { directRedirection, partnerRedirection } from './prepay-rules.ts'
import type { Refund } from './records.ts'
import { refundView } from './refunds.ts'
import { parseParameters, type Reply, refuse } from './reply.ts'

type Body = ReturnType<typeof directRedirection.parse> & { readonly sub_mchid?: string }

/**
 * `POST …/refunds/{refundId}/apply-abnormal-refund`: leads an abnormal refund to a card or to the merchant's own account; it
 * is PROCESSING again and ends later. Refused for one that is not abnormal. Codes of its refusals are from memory.
 */
export function redirectRefund(call: PayCall): Reply {
  const isPartner = call.wechat.world.mode === 'partner'
  const parsed = parseParameters<Body>(isPartner ? partnerRedirection : directRedirection, call.body, 'body')
  if (!parsed.ok) return parsed.reply
  const { refunds, trades } = call.wechat.store
  const { sub_mchid, out_refund_no, type } = parsed.value
  const refund = refunds.get(out_refund_no)
  const isTheirs =
    refund?.refundId === call.params.refundId && trades.get(refund?.outTradeNo ?? '')?.subMchid === sub_mchid
  if (refund === undefined || !isTheirs) return refuse('RESOURCE_NOT_EXISTS', '退款单不存在')
  const receiver = type === 'USER_BANK_CARD' ? cardOf(call, parsed.value) : '商户银行账户'
  if (receiver === undefined) return refuse('PARAM_ERROR', '银行卡信息缺失或解密失败')
  if (refund.status !== 'ABNORMAL') return refuse('INVALID_REQUEST', '退款单状态不是退款异常')
  const { endedAtMs: _before, ...rest } = refund
  const led: Refund = { ...rest, status: 'PROCESSING', redirectedTo: receiver }
  const { refundDelayMs } = call.wechat.faults.get()
  refunds.put(refund.outRefundNo, led, { link: refund.outTradeNo, dueMs: call.nowMs + refundDelayMs })
  return { status: 200, body: refundView(led) }
}

/** The card as WeChat shows it; undefined where a field is missing or was not encrypted with the key that the header names. */
function cardOf({ wechat: { world }, serial }: PayCall, { bank_type, bank_account, real_name }: Body) {
  if (bank_type === undefined || bank_account === undefined || real_name === undefined) return undefined
  const key = serial === world.platformSerial ? world.platformPrivateKeyPem : world.payPrivateKeyPem
  const [account, name] = [bank_account, real_name].map((field) => decrypt(key, field))
  if (serial === undefined || !account || !name || !/^\d{12,19}$/.test(account)) return undefined
  return `${bank_type.replace('_DEBIT', '')}借记卡${account.slice(-4)}`
}

function decrypt(key: string, field: string): string | undefined {
  try {
    const padded = { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }
    return privateDecrypt(padded, Buffer.from(field, 'base64')).toString()
  } catch {
    return undefined
  }
}
