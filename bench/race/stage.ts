import type { Backend } from '../../local/backend.ts'
import { boundSubMchids } from '../../local/wechat/world.ts'
import type { RaceStage } from './race.ts'

const minuteMs = 60_000

/** A race on a back end of this machine, whose clock it moves. */
export function stageOn(
  backend: Pick<Backend, 'apiUrl' | 'wechat' | 'clock' | 'runSchedule' | 'idle'>,
  progress: RaceStage['progress'],
): RaceStage {
  const { apiUrl, wechat, clock, runSchedule, idle } = backend
  const [subMchid] = boundSubMchids
  if (subMchid === undefined) throw new Error('No merchant is bound to the service provider')
  return {
    at: { apiUrl, wechatUrl: wechat.baseUrl },
    subMchid,
    progress,
    advanceMinutes: async (minutes) => {
      await idle()
      clock.advance(minutes * minuteMs)
      await runSchedule('sweep-due-orders')
      await wechat.deliverDue()
      await idle()
    },
  }
}
