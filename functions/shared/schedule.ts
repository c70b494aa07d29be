import { type ConsumerName, consumerRow } from './consumer-row.ts'
import type { Context } from './context.ts'
import { restrict } from './restrict.ts'

/** The Lambda handler of a schedule: runs the sweep with the tables of its row, and logs how much it found to do. */
export function scheduleHandler<X extends Context>(
  name: ConsumerName<'schedule'>,
  sweep: (context: X) => Promise<number>,
  services: X,
) {
  const context = { ...services, db: restrict(services.db, consumerRow('schedule', name)) }
  return async (): Promise<{ readonly seen: number }> => {
    const seen = await sweep(context)
    if (seen > 0) services.log.info('swept', { name, seen })
    return { seen }
  }
}
