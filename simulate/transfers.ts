import { WechatPayUnavailable } from '../functions/payments/wechat-pay/errors.ts'
import type {
  TransferAnswer,
  TransferCommand,
  TransferResult,
  WechatTransfers,
} from '../functions/payments/wechat-pay/transfers.ts'
import type { Random } from './random.ts'
import type { Trace } from './trace.ts'
import type { VirtualClock } from './virtual-clock.ts'

/** How often a call is lost on its way there, or its answer on the way back. */
const lostRate = 0.1
const latencyMaxMs = 4_000
/** Too little balance, which mends itself; and what never will. */
const notEnoughRate = 0.15
const refusedRate = 0.05
const confirmRate = 0.6
const failRate = 0.2
const dayMs = 86_400_000
const secondMs = 1_000

/** A transfer as it stands at WeChat. */
export type WechatTransfer = { readonly command: TransferCommand; state: TransferResult['state']; failReason?: string }

export type FakeTransfers = {
  readonly transfers: WechatTransfers
  /** Every transfer that WeChat ever began, by its number. */
  readonly begun: ReadonlyMap<string, WechatTransfer>
}

type Options = {
  readonly clock: VirtualClock
  readonly random: Random
  readonly tell: (news: { readonly transfer: TransferResult }) => void
  readonly trace: Trace
}

/** WeChat's transfers in memory: one number is one transfer, users confirm or let a day pass, calls and answers get lost. */
export function createFakeTransfers(options: Options): FakeTransfers {
  const { clock, random, trace } = options
  const begun = new Map<string, WechatTransfer>()
  const call = async (answer: () => TransferAnswer): Promise<TransferAnswer> => {
    await clock.sleep(random.int(latencyMaxMs))
    if (random.chance(lostRate)) throw new WechatPayUnavailable('The call was lost')
    const given = answer()
    trace.note(`wechat: ${JSON.stringify(given)}`)
    await clock.sleep(random.int(latencyMaxMs))
    if (random.chance(lostRate)) throw new WechatPayUnavailable('The answer was lost')
    return given
  }
  const known = (outBillNo: string): TransferAnswer => {
    const transfer = begun.get(outBillNo)
    return transfer ? { kind: 'known', transfer: resultOf(transfer) } : { kind: 'absent' }
  }
  return {
    begun,
    transfers: {
      create: (command) => call(() => create(options, begun, command) ?? known(command.outBillNo)),
      query: ({ outBillNo }) => call(() => known(outBillNo)),
      cancel: ({ outBillNo }) => call(() => cancel(options, begun.get(outBillNo)) ?? known(outBillNo)),
      sealName: (text) => ({ serial: 'PUB_KEY_ID_0', text }),
    },
  }
}

const refused = (wechatCode: string, isPassing: boolean) => ({ kind: 'refused', wechatCode, isPassing }) as const

function resultOf({ command: { outBillNo, amountFen }, state, failReason }: WechatTransfer): TransferResult {
  const packageInfo = state === 'WAIT_USER_CONFIRM' ? { packageInfo: `package of ${outBillNo}` } : {}
  return { outBillNo, amountFen, state, ...packageInfo, ...(failReason === undefined ? {} : { failReason }) }
}

function create(options: Options, begun: Map<string, WechatTransfer>, command: TransferCommand) {
  const { clock, random } = options
  const before = begun.get(command.outBillNo)
  if (before) {
    const isSame = JSON.stringify(before.command) === JSON.stringify(command)
    return isSame ? undefined : refused('INVALIDREQUEST', false)
  }
  if (random.chance(notEnoughRate)) return refused('NOTENOUGH', true)
  if (random.chance(refusedRate)) return refused('NOAUTH', false)
  const transfer: WechatTransfer = { command, state: 'WAIT_USER_CONFIRM' }
  begun.set(command.outBillNo, transfer)
  if (random.chance(confirmRate)) clock.after(random.int(dayMs), () => confirm(options, transfer))
  clock.after(dayMs, () => {
    if (transfer.state === 'WAIT_USER_CONFIRM') end(options, transfer, 'CANCELLED')
  })
  return undefined
}

function confirm(options: Options, transfer: WechatTransfer): void {
  const { clock, random } = options
  if (transfer.state !== 'WAIT_USER_CONFIRM') return
  transfer.state = 'TRANSFERING'
  const last = random.chance(failRate) ? 'FAIL' : 'SUCCESS'
  clock.after(random.int(10 * secondMs), () => end(options, transfer, last))
}

function cancel({ clock, ...options }: Options, transfer: WechatTransfer | undefined) {
  if (!transfer || transfer.state === 'CANCELING') return undefined
  if (transfer.state !== 'WAIT_USER_CONFIRM') return refused('INVALIDREQUEST', false)
  transfer.state = 'CANCELING'
  clock.after(options.random.int(10 * secondMs), () => end({ clock, ...options }, transfer, 'CANCELLED'))
  return undefined
}

function end({ tell, trace }: Options, transfer: WechatTransfer, state: 'SUCCESS' | 'FAIL' | 'CANCELLED'): void {
  transfer.state = state
  if (state === 'FAIL') transfer.failReason = 'ACCOUNT_FROZEN'
  trace.note(`wechat: ${transfer.command.outBillNo} is ${state}`)
  tell({ transfer: resultOf(transfer) })
}
