import type { Backend } from '../backend.ts'
import { refundProcessingMs } from '../wechat/faults.ts'
import { boundSubMchids } from '../wechat/world.ts'
import type { Progress } from './progress.ts'
import type { Stage } from './stage.ts'

const minuteMs = 60_000

/** A back end on this machine as the stage of the main job: its clock moves when the job says so. */
export function stageOf(backend: Backend, progress: Progress): Stage {
  const [subMchid] = boundSubMchids
  if (subMchid === undefined) throw new Error('No merchant is bound to the service provider')
  const advanceMinutes = async (minutes: number) => {
    backend.clock.advance(minutes * minuteMs)
    await backend.runSchedule('sweep-due-orders')
    await backend.idle()
  }
  return {
    at: { apiUrl: backend.apiUrl, wechatUrl: backend.wechat.baseUrl },
    subMchid,
    advanceMinutes,
    advanceDays: (days) => advanceMinutes(days * 24 * 60),
    reportShipments: async () => {
      await backend.runSchedule('report-shipments')
    },
    carryUp: async () => {
      await backend.idle()
      await backend.runSchedule('climb-chains')
    },
    sendRefunds: async () => {
      await backend.runSchedule('sweep-due-refunds')
      // WeChat takes a second to pay a refund, by the clock.
      backend.clock.advance(refundProcessingMs)
      await backend.wechat.deliverDue()
      await backend.idle()
    },
    progress,
  }
}
