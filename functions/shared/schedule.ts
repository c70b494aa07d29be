import { consumers } from '../consumers.ts'
import type { Context } from './context.ts'
import { restrict } from './restrict.ts'
import type { Consumer } from './rows.ts'

type NameOf<Kind extends Consumer['kind']> = Extract<(typeof consumers)[number], { kind: Kind }>['name']

/** The row of a consumer by its name. */
export function consumerRow<Kind extends Consumer['kind']>(kind: Kind, name: NameOf<Kind>) {
  const row = consumers.find((each) => each.kind === kind && each.name === name)
  if (!row) throw new Error(`No ${kind} consumer ${name}`)
  return row as Consumer as Extract<Consumer, { kind: Kind }>
}

/** The Lambda handler of a schedule: runs the sweep with the tables of its row, and logs how much it found to do. */
export function scheduleHandler<X extends Context>(
  name: NameOf<'schedule'>,
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
