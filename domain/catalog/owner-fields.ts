import type { Refusal } from '../shared/decision.ts'

type Content = {
  readonly commissionRateBps?: number | null
  readonly skus?: readonly { readonly costFen?: number | null }[]
  readonly newSkus?: readonly { readonly costFen?: number | null }[]
}

/** Refuses what only the owner may set: what a unit costs and what a referrer earns, which only the owner sees. */
export function refuseOwnersFields(isOwner: boolean, content: Content): Refusal<'owner_only_field'> | undefined {
  if (isOwner) return undefined
  const field = ownersFields(content)[0]
  return field === undefined ? undefined : { code: 'owner_only_field', field: `body.${field}` }
}

function ownersFields({ commissionRateBps, skus = [], newSkus = [] }: Content): string[] {
  const costs = Object.entries({ skus, newSkus }).flatMap(([name, list]) =>
    list.flatMap(({ costFen }, at) => (costFen === undefined ? [] : [`${name}.${at}.costFen`])),
  )
  return commissionRateBps === undefined ? costs : ['commissionRateBps', ...costs]
}
