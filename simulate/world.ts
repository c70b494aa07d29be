import type { Notification } from '../functions/payments/wechat-pay/notification.ts'
import { type AnswerCheck, createAnswerCheck } from './answer-check.ts'
import { startConsumers } from './background.ts'
import { createClient } from './client.ts'
import { liveAsCustomer } from './customer.ts'
import { createFakeDatabase, type FakeDatabase } from './fake-database.ts'
import { type Faults, usualFaults } from './faults.ts'
import { createSimulatedLog, describeError } from './log.ts'
import { createNotifier, type Notifier } from './notifier.ts'
import { dayMs, hourMs, minuteMs, type Scene, sceneOf } from './people.ts'
import type { Random } from './random.ts'
import { createServer, type Tamper } from './server.ts'
import { hire, keepShop, openShop } from './shopkeeper.ts'
import { createSimulatedContext, sealNotification } from './simulated-context.ts'
import { createStreamDelivery } from './stream-delivery.ts'
import { createTasks } from './tasks.ts'
import type { Trace } from './trace.ts'
import type { VirtualClock } from './virtual-clock.ts'
import { createFakeWechat, type FakeWechat } from './wechat.ts'
import { createFakeShipping, type FakeShipping } from './wechat-shipping.ts'

const customersMax = 14
const shopDays = 4
/** Everything has ended long before: holds, retries of a day, after-sales windows, refunds. */
const restDaysMax = 60
/** Longer than any deadline: with nothing done for so long, nothing is going to be. */
const quietDays = 9

export type World = {
  readonly database: FakeDatabase
  readonly wechat: FakeWechat
  readonly shipping: FakeShipping
  readonly answers: AnswerCheck
  /** Lets everybody live their days, then waits until nothing is under way any more. */
  live(): Promise<void>
}

/** @param report gets every defect that shows while the world runs. */
export function createWorld(options: {
  readonly clock: VirtualClock
  readonly random: Random
  readonly trace: Trace
  readonly report: (defect: string) => void
  readonly tamper: Tamper
  readonly faults?: Faults
}): World {
  const { clock, random, trace, report, tamper, faults = usualFaults } = options
  const database = createFakeDatabase({ clock, random: random.fork('database'), faults, trace })
  const tasks = createTasks((error) => report(describeError(error)))
  const delivery = createStreamDelivery({ clock, random: random.fork('streams'), faults, database })
  const receive = async (notification: Notification) => {
    const rawBody = sealNotification(notification)
    const answer = await serve('receive-notification', { rawBody }).catch(() => undefined)
    return answer?.ok ?? false
  }
  const notifier: Notifier = createNotifier({ clock, random: random.fork('notifier'), receive })
  const wechat = createFakeWechat({ clock, random: random.fork('wechat'), tell: notifier.tell, trace })
  const shipping = createFakeShipping({ clock, random: random.fork('shipping'), payments: wechat.payments })
  const log = createSimulatedLog(trace, report)
  const own = { clock, random: random.fork('services') }
  const services = createSimulatedContext({ ...own, db: database, wechat, shipping, log })
  const answers = createAnswerCheck(report)
  const serve = createServer({ services, tamper, answers, trace, report })
  startConsumers({ clock, database, delivery, tasks, services, tamper, report })
  const scene: Scene = {
    clock,
    random,
    tasks,
    wechat,
    ask: createClient({ clock, random: random.fork('network'), tasks, serve }),
  }
  const isBusy = () => tasks.isBusy() || delivery.isBusy() || notifier.isBusy()
  return {
    database,
    wechat,
    shipping,
    answers,
    async live() {
      await liveTogether(scene)
      await rest(scene, isBusy)
    },
  }
}

async function liveTogether(scene: Scene): Promise<void> {
  const shop = await openShop(sceneOf(scene, 'opening'), 'Tea house')
  const saleAtMs = scene.clock.nowMs() + scene.random.pick([5 * minuteMs, 2 * hourMs, dayMs])
  const customers = Array.from({ length: scene.random.between(2, customersMax) }, async (_, at) => {
    const person = await liveAsCustomer(sceneOf(scene, `customer ${at}`), shop, `openid ${at}`, saleAtMs)
    if (at === 0) await hire(sceneOf(scene, 'hiring'), shop, person)
  })
  await Promise.all([...customers, keepShop(sceneOf(scene, 'owner'), shop, shopDays)])
}

/** Waits until the last order is done with. Deadlines are days away, so a look a few times a day is enough. */
async function rest({ clock }: Scene, isBusy: () => boolean): Promise<void> {
  const endMs = clock.nowMs() + restDaysMax * dayMs
  let quietSinceMs = clock.nowMs()
  while (clock.nowMs() < endMs) {
    await clock.sleep(6 * hourMs)
    if (isBusy()) quietSinceMs = clock.nowMs()
    else if (clock.nowMs() - quietSinceMs > quietDays * dayMs) return
  }
  throw new Error(`The world does not come to rest in ${restDaysMax} days`)
}
