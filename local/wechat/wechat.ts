import type { FaultBox } from './faults.ts'
import type { Rates } from './rates.ts'
import type { Store } from './store.ts'
import type { WechatWorld } from './world.ts'

/** What every part of the stand-in works on. */
export type Wechat = {
  readonly world: WechatWorld
  readonly store: Store
  readonly faults: FaultBox
  readonly rates: Rates
  readonly now: () => Date
  readonly log: (line: string) => void
}
