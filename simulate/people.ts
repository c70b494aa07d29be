import type { Caller } from '../functions/shared/http/endpoint.ts'
import type { Ask } from './client.ts'
import type { Random } from './random.ts'
import { newId } from './simulated-context.ts'
import type { Tasks } from './tasks.ts'
import type { VirtualClock } from './virtual-clock.ts'
import type { FakeWechat } from './wechat.ts'

export type Sku = { readonly productId: string; readonly skuId: string; readonly priceFen: number }

/** A shop as the people of the simulation know it. */
export type ShopKnown = {
  readonly shopId: string
  readonly owner: Person
  readonly staff: Set<Person>
  readonly skus: readonly Sku[]
  /** Codes of the links that are about. */
  readonly links: string[]
}

/** What every shop asks: odd, and free for some. */
export const shippingFee = { feeFen: 701, freeFromFen: 9_000, regions: [{ provinces: ['65'], feeFen: 2_303 }] }

export type Person = { readonly customerId: string; readonly openid: string }

/** What everybody in the simulation acts by. */
export type Scene = {
  readonly clock: VirtualClock
  readonly random: Random
  readonly tasks: Tasks
  readonly wechat: FakeWechat
  readonly ask: Ask
}

/** A scene with chance of its own, so that what one person does is not shifted by another. */
export const sceneOf = (scene: Scene, name: string): Scene => ({ ...scene, random: scene.random.fork(name) })

/** The caller as a session would establish it. */
export function callerIn(shop: ShopKnown, person: Person): Caller {
  const caller = { customerId: person.customerId, sessionId: 'ses_00000000000000000000000000', isOperator: false }
  if (person === shop.owner) return { ...caller, roleInShop: 'owner' }
  return shop.staff.has(person) ? { ...caller, roleInShop: 'staff' } : caller
}

/** Logs in until it works, on a device that may have opened links before. */
export async function logIn({ ask }: Scene, openid: string, visitorId?: string): Promise<Person> {
  const body = visitorId === undefined ? { code: openid } : { code: openid, visitorId }
  for (;;) {
    const answer = await ask('log-in', { body })
    if (answer?.ok) return { customerId: answer.reply.customerId, openid }
  }
}

export const idOf = ({ clock, random }: Scene, kind: Parameters<typeof newId>[2]): string => newId(clock, random, kind)

export const minuteMs = 60_000
export const hourMs = 60 * minuteMs
export const dayMs = 24 * hourMs
