import * as z from 'zod'
import { merchantId, notifyUrl, payableFen, text } from './prepay-rules.ts'

/** The documented shapes of WeChat Pay's transfers to users. */

export const outBillNo = z.string().regex(/^[0-9A-Za-z]{1,32}$/)

/** What each scene has to report; this merchant was granted the commission scene only. */
export const reportedOfScene: Readonly<Record<string, readonly string[]>> = { '1005': ['岗位类型', '报酬说明'] }

const transfer = {
  appid: text(32),
  out_bill_no: outBillNo,
  transfer_scene_id: text(36),
  openid: text(64),
  /** RSA-OAEP under WeChat Pay's public key, in base64. */
  user_name: z.base64().optional(),
  transfer_amount: payableFen,
  transfer_remark: text(32),
  notify_url: notifyUrl(256).optional(),
  user_recv_perception: text(32).optional(),
  transfer_scene_report_infos: z.array(z.strictObject({ info_type: text(15), info_content: text(32) })).min(1),
}
export const directTransfer = z.strictObject(transfer)
export const partnerTransfer = z.strictObject({ sub_mchid: merchantId, ...transfer })
export type TransferRequest = z.infer<typeof directTransfer> & { readonly sub_mchid?: string }
