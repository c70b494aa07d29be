import { setTimeout as sleep } from 'node:timers/promises'

/** A sleep that somebody else can end. */
export type WakeUp = {
  wake(): void
  /** Ends at the next `wake`, or at once when there was one since the last wait, or after the time, or by the signal. */
  wait(timeMaxMs: number): Promise<void>
  /** Ends after the time, or by the signal. */
  pause(timeMs: number): Promise<void>
}

export function createWakeUp(signal: AbortSignal): WakeUp {
  let isAwake = false
  let end: (() => void) | undefined
  signal.addEventListener('abort', () => end?.())
  return {
    wake: () => {
      isAwake = true
      end?.()
    },
    wait: async (timeMaxMs) => {
      if (!isAwake && !signal.aborted) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, timeMaxMs)
          end = () => {
            clearTimeout(timer)
            resolve()
          }
        })
        end = undefined
      }
      isAwake = false
    },
    pause: async (timeMs) => {
      await sleep(timeMs, undefined, { signal }).catch(() => undefined)
    },
  }
}
