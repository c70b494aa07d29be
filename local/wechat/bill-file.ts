import { toBeijingTime } from './beijing-time.ts'
import type { PaidTrade, Refund } from './records.ts'
import type { WechatWorld } from './world.ts'

/** A trade or a refund of the day, as the bills list it. Columns are from memory of WeChat's files, not from a document. */
export type BillEntry = { readonly trade: PaidTrade; readonly refund?: Refund }

const tradeColumns = [
  '交易时间',
  '公众账号ID',
  '商户号',
  '特约商户号',
  '设备号',
  '微信订单号',
  '商户订单号',
  '用户标识',
  '交易类型',
  '交易状态',
  '付款银行',
  '货币种类',
  '应结订单金额',
  '代金券金额',
  '微信退款单号',
  '商户退款单号',
  '退款金额',
  '充值券退款金额',
  '退款类型',
  '退款状态',
  '商品名称',
  '商户数据包',
  '手续费',
  '费率',
  '订单金额',
  '申请退款金额',
  '费率备注',
]
const tradeSummaryColumns = [
  '总交易单数',
  '应结订单总金额',
  '退款总金额',
  '充值券退款总金额',
  '手续费总金额',
  '订单总金额',
  '申请退款总金额',
]
const flowColumns = [
  '记账时间',
  '微信支付业务单号',
  '资金流水单号',
  '业务名称',
  '业务类型',
  '收支类型',
  '收支金额(元)',
  '账户结余(元)',
  '资金变更提交申请人',
  '备注',
  '业务凭证号',
]
const flowSummaryColumns = ['资金流水总笔数', '收入笔数', '收入金额', '支出笔数', '支出金额']

/** The trade bill: a head, a line for every trade and every refund, and two lines of sums. */
export function tradeBillFile(world: WechatWorld, entries: readonly BillEntry[]): string {
  const paidFen = sum(entries.filter(({ refund }) => refund === undefined).map(({ trade }) => trade.totalFen))
  const refundFen = sum(entries.map(({ refund }) => refund?.refundFen ?? 0))
  const sums = [
    String(entries.length),
    yuan(paidFen),
    yuan(refundFen),
    yuan(0),
    yuan(0),
    yuan(paidFen),
    yuan(refundFen),
  ]
  const lines = entries.map((entry) => tradeLine(world, entry))
  return file(tradeColumns, lines, tradeSummaryColumns, sums)
}

/** The fund-flow bill: what came into and went out of the account. */
export function fundFlowFile(entries: readonly BillEntry[]): string {
  const income = entries.filter(({ refund }) => refund === undefined).map(({ trade }) => trade.totalFen)
  const expense = entries.flatMap(({ refund }) => (refund === undefined ? [] : [refund.refundFen]))
  let balanceFen = 0
  const lines = entries.map(({ trade, refund }) => {
    const fen = refund?.refundFen ?? trade.totalFen
    balanceFen += refund === undefined ? fen : -fen
    return [
      billTime(refund?.endedAtMs ?? trade.paidAtMs),
      refund?.refundId ?? trade.transactionId,
      `1${(refund?.refundId ?? trade.transactionId).slice(1)}`,
      refund === undefined ? '交易' : '退款',
      refund === undefined ? '交易' : '退款',
      refund === undefined ? '收入' : '支出',
      yuan(fen),
      yuan(balanceFen),
      'system',
      '',
      refund?.outRefundNo ?? trade.outTradeNo,
    ]
  })
  const sums = [income.length, yuan(sum(income)), expense.length, yuan(sum(expense))].map(String)
  return file(flowColumns, lines, flowSummaryColumns, [String(entries.length), ...sums])
}

function tradeLine(world: WechatWorld, { trade, refund }: BillEntry): string[] {
  const paidFen = refund === undefined ? trade.totalFen : 0
  const refundFen = refund?.refundFen ?? 0
  return [
    billTime(refund?.endedAtMs ?? trade.paidAtMs),
    world.appId,
    world.mchid,
    trade.subMchid ?? '0',
    '',
    trade.transactionId,
    trade.outTradeNo,
    trade.openid,
    'JSAPI',
    refund === undefined ? 'SUCCESS' : 'REFUND',
    'OTHERS',
    'CNY',
    yuan(paidFen),
    yuan(0),
    refund?.refundId ?? '0',
    refund?.outRefundNo ?? '0',
    yuan(refundFen),
    yuan(0),
    refund === undefined ? '' : 'ORIGINAL',
    refund?.status ?? '',
    trade.description,
    trade.attach,
    yuan(0),
    '0.60%',
    yuan(paidFen),
    yuan(refundFen),
    '',
  ]
}

/** A back-tick before every value, so that no spreadsheet makes a number of it. Only heads have none. */
function file(columns: string[], lines: string[][], sumColumns: string[], sums: string[]): string {
  const values = (line: string[]) => line.map((value) => `\`${quoted(value)}`).join(',')
  const all = [columns.join(','), ...lines.map(values), sumColumns.join(','), values(sums)]
  return all.map((line) => `${line}\r\n`).join('')
}

/** Commas and line feeds would break the line; a bill writes a blank for them. */
const quoted = (value: string) => value.replaceAll(/[,\r\n]/g, ' ')

const billTime = (atMs: number) => toBeijingTime(atMs).slice(0, 19).replace('T', ' ')
const sum = (fens: readonly number[]) => fens.reduce((total, fen) => total + fen, 0)

/** Fen as yuan with two decimals, without floats; a sum may be negative. */
function yuan(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0')
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}
