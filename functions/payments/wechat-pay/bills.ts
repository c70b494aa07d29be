import type { BillRow } from '../../../domain/payments/reconciliation.ts'
import { billLink, downloadBill } from './bill-download.ts'
import { parseTradeBill } from './bill-file.ts'
import type { WechatPayConfig } from './config.ts'
import { WechatPayUnavailable } from './errors.ts'
import { billIsAbsent, billIsNotReady } from './refusals.ts'
import { callWechatPay, rejection, type WechatPayEffects } from './transport.ts'

/** Names a day of an account. */
export type BillCommand = {
  /** YYYY-MM-DD in Beijing, within the last three months. */
  readonly billDate: string
  /** Only this shop's; of all when left out. Left aside in direct mode. */
  readonly subMchid?: string | undefined
}

/** absent: nobody paid on that day. not_ready: before about ten o'clock of the next day, ask later. */
export type TradeBill =
  | { readonly kind: 'found'; readonly rows: readonly BillRow[] }
  | { readonly kind: 'absent' }
  | { readonly kind: 'not_ready' }

/**
 * The payments and refunds of a day by WeChat's own book.
 * Throws UnreadableBill for a file that is not the one named, or not a bill; else like every call to WeChat Pay.
 */
export async function fetchTradeBill(
  config: WechatPayConfig,
  effects: WechatPayEffects,
  { billDate, subMchid }: BillCommand,
): Promise<TradeBill> {
  const fields = new URLSearchParams({
    bill_date: billDate,
    bill_type: 'ALL',
    tar_type: 'GZIP',
    ...(config.mode === 'partner' && subMchid !== undefined ? { sub_mchid: subMchid } : {}),
  })
  const reply = await callWechatPay(config, effects, 'GET', `/v3/bill/tradebill?${fields}`)
  if (reply.kind === 'refused') {
    if (billIsAbsent(reply)) return { kind: 'absent' }
    if (billIsNotReady(reply)) return { kind: 'not_ready' }
    throw rejection('trade bill', reply)
  }
  const { data } = billLink.safeParse(reply.value)
  if (!data) throw new WechatPayUnavailable('WeChat Pay answered in a shape that is not documented')
  return { kind: 'found', rows: parseTradeBill(await downloadBill(config, effects, data)) }
}
