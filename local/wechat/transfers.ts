import { constants, privateDecrypt, randomBytes } from 'node:crypto'
import { beijingDay, toBeijingTime } from './beijing-time.ts'
import { queueNotification } from './notifications.ts'
import type { PayCall } from './pay-api.ts'
import { directRefundQuery, partnerRefundQuery } from './prepay-rules.ts'
import type { Transfer } from './records.ts'
import { canonicalJson, type Parsed, parseParameters, type Reply, refuse } from './reply.ts'
import { refuseMode } from './trades.ts'
import { directTransfer, partnerTransfer, reportedOfScene, type TransferRequest } from './transfer-rules.ts'
import type { Wechat } from './wechat.ts'
import { digits, type WechatWorld } from './world.ts'

type Mode = WechatWorld['mode']

/** Nobody confirms it later. How the real service reports that is from memory: here as CANCELLED. */
export const confirmableMs = 86_400_000
/** How long money is on its way, or a cancellation, by the clock. */
const transferringMs = 1_000
const amountMinFen = 10
const nameNeededFromFen = 200_000
/** Its first limit of one user's day. */
const userDayMaxFen = 200_000
const transfersPerTurn = 100

/** `POST …/transfer-bills`: begins a transfer, which the user confirms; the same number and parameters are answered again. */
export function createTransfer(mode: Mode) {
  return (call: PayCall): Reply => {
    const shape = mode === 'partner' ? partnerTransfer : directTransfer
    const parsed: Parsed<TransferRequest> = parseParameters(shape, call.body, 'body')
    if (!parsed.ok) return parsed.reply
    const refusal = refuseMode(call, mode) ?? refuseParties(call, parsed.value)
    if (refusal !== undefined) return refusal
    const recipientName = openName(call.wechat.world, parsed.value.user_name)
    if (recipientName === 'unreadable') return refuse('PARAM_ERROR', '敏感信息解密失败')
    return begin(call, parsed.value, recipientName?.name)
  }
}

function begin(call: PayCall, request: TransferRequest, recipientName: string | undefined): Reply {
  const { transfers } = call.wechat.store
  const canonical = canonicalJson({ ...request, user_name: recipientName })
  const known = transfers.get(request.out_bill_no)
  if (known !== undefined) {
    return known.request === canonical
      ? { status: 200, body: createdView(known) }
      : refuse('INVALID_REQUEST', '同一商户单号的参数与之前请求不一致')
  }
  const refusal = refuseAmount(call, request, recipientName)
  if (refusal !== undefined) return refusal
  const transfer: Transfer = {
    outBillNo: request.out_bill_no,
    transferBillNo: `13${digits(2)}${beijingDay(call.nowMs)}${digits(20)}`,
    ...(request.sub_mchid === undefined ? {} : { subMchid: request.sub_mchid }),
    openid: request.openid,
    amountFen: request.transfer_amount,
    remark: request.transfer_remark,
    ...(recipientName === undefined ? {} : { recipientName }),
    packageInfo: `affffddafdfafddffda==${randomBytes(24).toString('base64url')}`,
    ...(request.notify_url === undefined ? {} : { notifyUrl: request.notify_url }),
    request: canonical,
    status: 'WAIT_USER_CONFIRM',
    createdAtMs: call.nowMs,
    updatedAtMs: call.nowMs,
  }
  transfers.put(transfer.outBillNo, transfer, { link: transfer.openid, dueMs: call.nowMs + confirmableMs })
  return { status: 200, body: createdView(transfer) }
}

function refuseParties({ wechat }: PayCall, request: TransferRequest): Reply | undefined {
  const { store, world } = wechat
  if (request.sub_mchid !== undefined && store.subMerchants.get(request.sub_mchid) === undefined)
    return refuse('MCH_NOT_EXISTS', '特约商户号不存在')
  if (request.appid !== world.appId) return refuse('APPID_MCHID_NOT_MATCH', 'appid和mch_id不匹配')
  if (store.users.linked(request.openid).length === 0) return refuse('PARAM_ERROR', 'appid和openid不匹配')
  const reported = reportedOfScene[request.transfer_scene_id]
  if (reported === undefined) return refuse('NO_AUTH', '商户未开通此转账场景')
  const given = request.transfer_scene_report_infos.map((info) => info.info_type)
  return given.toSorted().join() === reported.toSorted().join()
    ? undefined
    : refuse('PARAM_ERROR', '未传入完整且对应的转账场景报备信息')
}

function refuseAmount(call: PayCall, request: TransferRequest, name: string | undefined): Reply | undefined {
  const { wechat, nowMs } = call
  const amountFen = request.transfer_amount
  if (amountFen < amountMinFen) return refuse('INVALID_REQUEST', '转账金额低于最小限额')
  if (amountFen > wechat.faults.get().transferMaxFen) return refuse('INVALID_REQUEST', '转账金额超过单笔限额')
  if (amountFen >= nameNeededFromFen && name === undefined)
    return refuse('PARAM_ERROR', '转账金额大于等于2000元时，收款用户姓名必填')
  const today = wechat.store.transfers
    .linked(request.openid)
    .filter(({ status, createdAtMs }) => status !== 'FAIL' && status !== 'CANCELLED' && isSameDay(createdAtMs, nowMs))
  const sumFen = today.reduce((sum, each) => sum + each.amountFen, amountFen)
  return sumFen > Math.max(userDayMaxFen, wechat.faults.get().transferMaxFen)
    ? refuse('RULE_LIMIT', '该用户今日收款已达限额')
    : undefined
}

const isSameDay = (aMs: number, bMs: number) => beijingDay(aMs) === beijingDay(bMs)

function openName({ payPrivateKeyPem: key }: WechatWorld, sealed: string | undefined) {
  if (sealed === undefined) return undefined
  try {
    const options = { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }
    return { name: privateDecrypt(options, Buffer.from(sealed, 'base64')).toString() }
  } catch {
    return 'unreadable'
  }
}

/** `GET …/out-bill-no/{number}` */
export const queryTransfer = (mode: Mode) => (call: PayCall) =>
  withTransfer(call, mode, call.query, 'query', (transfer) => ({
    status: 200,
    body: transferView(call.wechat, transfer),
  }))

/** `POST …/out-bill-no/{number}/cancel`: until the user has confirmed. It ends a moment later. */
export const cancelTransfer = (mode: Mode) => (call: PayCall) =>
  withTransfer(call, mode, call.body, 'body', (transfer) => {
    const isOpen = transfer.status === 'WAIT_USER_CONFIRM'
    if (!isOpen && transfer.status !== 'CANCELING') return refuse('INVALID_REQUEST', '当前单据状态不支持撤销')
    const cancelling: Transfer = { ...transfer, status: 'CANCELING', updatedAtMs: call.nowMs }
    if (isOpen) putMoving(call.wechat, cancelling, call.nowMs)
    const { outBillNo: out_bill_no, transferBillNo: transfer_bill_no } = transfer
    const update_time = toBeijingTime(cancelling.updatedAtMs)
    return { status: 200, body: { out_bill_no, transfer_bill_no, state: 'CANCELING', update_time } }
  })

function withTransfer(
  call: PayCall,
  mode: Mode,
  value: unknown,
  location: 'body' | 'query',
  answer: (transfer: Transfer) => Reply,
): Reply {
  const shape = mode === 'partner' ? partnerRefundQuery : directRefundQuery
  const parsed: Parsed<{ sub_mchid?: string }> = parseParameters(shape, value, location)
  if (!parsed.ok) return parsed.reply
  const refusal = refuseMode(call, mode)
  if (refusal !== undefined) return refusal
  const transfer = call.wechat.store.transfers.get(call.params.number ?? '')
  if (transfer === undefined || transfer.subMchid !== parsed.value.sub_mchid) return refuse('NOT_FOUND', '记录不存在')
  return answer(transfer)
}

/** Keeps a transfer that moves on by itself a moment later. */
export const putMoving = ({ store }: Wechat, transfer: Transfer, nowMs: number): void =>
  store.transfers.put(transfer.outBillNo, transfer, { link: transfer.openid, dueMs: nowMs + transferringMs })

/** Ends the transfers whose time has come by the clock, and queues their notifications. */
export function endDueTransfers(wechat: Wechat): void {
  const nowMs = wechat.now().getTime()
  const { transfers } = wechat.store
  for (const transfer of transfers.due(nowMs, transfersPerTurn)) {
    const ended: Transfer = { ...transfer, ...lastWord(wechat, transfer), updatedAtMs: nowMs }
    wechat.store.transaction(() => {
      transfers.put(ended.outBillNo, ended, { link: ended.openid })
      if (ended.notifyUrl !== undefined)
        queueNotification(wechat, {
          outTradeNo: ended.outBillNo,
          url: ended.notifyUrl,
          eventType: 'MCHTRANSFER.BILL.FINISHED',
          summary: '商家转账单据终态通知',
          originalType: 'mch_payment',
          resource: transferView(wechat, ended),
        })
    })
  }
}

function lastWord({ store, faults }: Wechat, { status, recipientName, openid }: Transfer): Partial<Transfer> {
  if (status !== 'TRANSFERING') return { status: 'CANCELLED' }
  const isNamed = recipientName === undefined || store.users.linked(openid)[0]?.name === recipientName
  if (!isNamed) return { status: 'FAIL', failReason: 'NAME_NOT_CORRECT' }
  return faults.get().transferOutcome === 'FAIL'
    ? { status: 'FAIL', failReason: 'ACCOUNT_NOT_EXIST' }
    : { status: 'SUCCESS' }
}

function createdView(transfer: Transfer) {
  const { outBillNo, transferBillNo, status, createdAtMs, packageInfo, failReason } = transfer
  return {
    out_bill_no: outBillNo,
    transfer_bill_no: transferBillNo,
    create_time: toBeijingTime(createdAtMs),
    state: status,
    ...(status === 'WAIT_USER_CONFIRM' ? { package_info: packageInfo } : {}),
    ...(failReason === undefined ? {} : { fail_reason: failReason }),
  }
}

const transferView = ({ world }: Wechat, transfer: Transfer) => ({
  mch_id: world.mchid,
  ...(transfer.subMchid === undefined ? {} : { sub_mchid: transfer.subMchid }),
  appid: world.appId,
  out_bill_no: transfer.outBillNo,
  transfer_bill_no: transfer.transferBillNo,
  state: transfer.status,
  transfer_amount: transfer.amountFen,
  transfer_remark: transfer.remark,
  ...(transfer.failReason === undefined ? {} : { fail_reason: transfer.failReason }),
  openid: transfer.openid,
  create_time: toBeijingTime(transfer.createdAtMs),
  update_time: toBeijingTime(transfer.updatedAtMs),
})
