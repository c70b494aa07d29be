import type { Decision } from '../../../domain/shared/decision.ts'

/** The events of a decision that a test takes for granted. */
export function made<Event, Refusal extends { readonly code: string }>(decision: Decision<Event, Refusal>) {
  if (!decision.ok) throw new Error(`Refused: ${decision.refusal.code}`)
  return decision.events
}

/** The only one of them. */
export function one<Thing>(things: readonly Thing[]): Thing {
  const [thing, ...others] = things
  if (thing === undefined || others.length > 0) throw new Error(`${things.length}, not one`)
  return thing
}
