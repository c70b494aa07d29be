/** What a command came to: the facts that it made, or one reason why not. An expected "no" is data, never thrown. */
export type Decision<Event, Refusal extends { readonly code: string }> =
  | { readonly ok: true; readonly events: readonly Event[] }
  | { readonly ok: false; readonly refusal: Refusal }

export const decided = <Event>(...events: Event[]) => ({ ok: true, events }) as const

/** `field` names the input that the refusal is about, in the path form of the API: `lines.0.quantity`. */
export const refused = <Code extends string>(code: Code, field?: string) =>
  ({ ok: false, refusal: field === undefined ? { code } : { code, field } }) as const

export type Refusal<Code extends string> = { readonly code: Code; readonly field?: string }

/** States what must be true. A failure is a defect in our code, never bad input. */
export function assert(condition: boolean, statement: string): asserts condition {
  if (!condition) throw new Error(`Broken invariant: ${statement}`)
}
