import { constants, publicEncrypt } from 'node:crypto'
import * as z from 'zod'
import type { WechatPayConfig } from './config.ts'
import { WechatPayUnavailable } from './errors.ts'
import { saysAbsent } from './refusals.ts'
import { fen, text } from './transaction.ts'
import { callWechatPay, type Reply, rejection, type WechatPayEffects } from './transport.ts'

/** Names a transfer: `subMchid`, whose money it is, in partner mode. */
export type TransferRef = { readonly outBillNo: string; readonly subMchid?: string | undefined }

export type TransferCommand = TransferRef & {
  readonly openid: string
  readonly amountFen: number
  /** From 2,000 yuan on. */
  readonly sealedName?: SealedName | undefined
}
/** A name that only WeChat can read, and the serial of the key that it was sealed with. */
type SealedName = { readonly serial: string; readonly text: string }

const transferState = z.enum([
  'ACCEPTED',
  'PROCESSING',
  'WAIT_USER_CONFIRM',
  'TRANSFERING',
  'CANCELING',
  'SUCCESS',
  'FAIL',
  'CANCELLED',
])
const transferReply = z.object({
  out_bill_no: text,
  state: transferState,
  transfer_amount: fen.optional(),
  package_info: text.optional(),
  fail_reason: z.string().optional(),
})
const transferNotice = transferReply.extend({ transfer_amount: fen })

export type TransferResult = {
  readonly outBillNo: string
  readonly state: z.infer<typeof transferState>
  readonly amountFen?: number
  readonly packageInfo?: string
  readonly failReason?: string
}

export type TransferAnswer =
  | { readonly kind: 'known'; readonly transfer: TransferResult }
  | { readonly kind: 'absent' }
  /** WeChat did not begin, or does not call it off any more. The number stays the same in every retry. */
  | { readonly kind: 'refused'; readonly wechatCode: string; readonly isPassing: boolean }

/** Transfers of the merchant's money to users, who confirm them (mode of 2025). Every call may be repeated under its one
 *  number. Each throws WechatPayUnavailable when the outcome is unknown. */
export type WechatTransfers = {
  readonly create: (command: TransferCommand) => Promise<TransferAnswer>
  readonly query: (ref: TransferRef) => Promise<TransferAnswer>
  readonly cancel: (ref: TransferRef) => Promise<TransferAnswer>
  /** A name as only WeChat can read it, with the key that it holds now. */
  readonly sealName: (name: string) => SealedName
}

/** Commission to people who sell, as WeChat calls the scene; it must have granted it to the merchant. */
const commissionScene = {
  transfer_scene_id: '1005',
  transfer_remark: '推广佣金',
  transfer_scene_report_infos: [
    { info_type: '岗位类型', info_content: '推广员' },
    { info_type: '报酬说明', info_content: '已完成订单的推广佣金' },
  ],
} as const

const outBillNoPattern = /^[0-9A-Za-z]{1,32}$/

/** The client over the network: signs, sends, verifies, retries. */
export function createWechatTransfers(config: WechatPayConfig, effects: WechatPayEffects): WechatTransfers {
  const ask = async (call: string, ref: TransferRef, method: 'GET' | 'POST', path: string, body?: object) => {
    if (!outBillNoPattern.test(ref.outBillNo)) throw new RangeError('WeChat Pay does not take this outBillNo')
    return answerOf(call, ref, await callWechatPay(config, effects, method, path, body))
  }
  return {
    create: (command) => ask('transfer', command, 'POST', billsPath(config), transferBody(config, command)),
    query: (ref) => ask('transfer query', ref, 'GET', `${billPath(config, ref)}${ofSubMerchant(config, ref)}`),
    cancel: (ref) =>
      ask('transfer cancellation', ref, 'POST', `${billPath(config, ref)}/cancel`, subMerchant(config, ref)),
    sealName: (name) => sealName(config, name),
  }
}

/** In partner mode query and cancellation are taken to lie beside the creation, and to name the sub-merchant the same way:
 *  not documented where we could read it. */
const billsPath = ({ mode }: WechatPayConfig) =>
  mode === 'partner' ? '/v3/fund-app/mch-transfer/partner/transfer-bills' : '/v3/fund-app/mch-transfer/transfer-bills'
const billPath = (config: WechatPayConfig, { outBillNo }: TransferRef) =>
  `${billsPath(config)}/out-bill-no/${outBillNo}`

function subMerchant({ mode }: WechatPayConfig, { subMchid }: TransferRef): Record<string, string> {
  if (mode === 'direct') return {}
  if (!subMchid) throw new RangeError('WeChat Pay: subMchid is needed in partner mode')
  return { sub_mchid: subMchid }
}

function ofSubMerchant(config: WechatPayConfig, ref: TransferRef): string {
  const query = new URLSearchParams(subMerchant(config, ref))
  return query.size === 0 ? '' : `?${query}`
}

const transferBody = (config: WechatPayConfig, command: TransferCommand) => ({
  ...subMerchant(config, command),
  appid: config.appId,
  out_bill_no: command.outBillNo,
  openid: command.openid,
  transfer_amount: command.amountFen,
  notify_url: config.notifyUrl,
  ...commissionScene,
  ...(command.sealedName ? { user_name: command.sealedName.text } : {}),
})

/** What may be different later, with nothing for us to mend: too little balance, too much in one day, too many calls. */
const passingCodes = new Set(['NOTENOUGH', 'RULELIMIT', 'FREQUENCYLIMITED', 'RATELIMITEXCEEDED'])

/** How WeChat says that there is no such transfer. From memory, not from a document. */
const transferAbsentCode = 'NOTFOUND'

function answerOf(call: string, ref: TransferRef, reply: Reply): TransferAnswer {
  if (reply.kind === 'refused') {
    if (saysAbsent(reply) || (reply.status === 404 && reply.code === transferAbsentCode)) return { kind: 'absent' }
    // A wrong signature or clock says nothing of the transfer.
    if (reply.status === 401) throw rejection(call, reply)
    return { kind: 'refused', wechatCode: reply.code, isPassing: passingCodes.has(reply.code) }
  }
  const transfer = parseTransfer(transferReply, reply.value)
  if (transfer?.outBillNo !== ref.outBillNo)
    throw new WechatPayUnavailable('WeChat Pay answered in a shape that is not documented')
  return { kind: 'known', transfer }
}

/** The transfer in a notification; undefined for another shape. */
export const parseTransferNotice = (value: unknown): TransferResult | undefined => parseTransfer(transferNotice, value)

function parseTransfer(shape: z.ZodType<z.infer<typeof transferReply>>, value: unknown): TransferResult | undefined {
  const { data } = shape.safeParse(value)
  return (
    data && {
      outBillNo: data.out_bill_no,
      state: data.state,
      ...(data.transfer_amount === undefined ? {} : { amountFen: data.transfer_amount }),
      ...(data.package_info === undefined ? {} : { packageInfo: data.package_info }),
      ...(data.fail_reason ? { failReason: data.fail_reason } : {}),
    }
  )
}

/** RSA-OAEP with SHA-1, as WeChat wants personal fields; the reply says by `Wechatpay-Serial` which key it was. */
function sealName({ publicKeys }: WechatPayConfig, name: string): SealedName {
  const keys = [...publicKeys]
  const [serial, key] = keys.find(([id]) => id.startsWith('PUB_KEY_ID_')) ?? keys[0] ?? []
  if (!serial || !key) throw new Error('No key of WeChat Pay')
  const sealed = publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }, Buffer.from(name))
  return { serial, text: sealed.toString('base64') }
}
