import { call } from './http-client.ts'
import { type Addresses, logIn, openLinkAsStranger, type Person, shareLink, until } from './people.ts'
import type { Progress } from './progress.ts'

/** A referrer's place in the shop's chains, as the shop's people see it. */
export type Chain = {
  readonly introduced: number
  readonly downstream: number
  /** Steps to the one farthest below. */
  readonly reach: number
  readonly downstreamWorth: { readonly amountFen: number }
}

type Shared = {
  readonly at: Addresses
  readonly shopId: string
  readonly productId: string
  readonly progress: Progress
}

/** Somebody shares a link in a group, and a friend who was a stranger comes by it. */
export async function bringFriend(
  { at, shopId, productId, progress }: Shared,
  sharer: { readonly person: Person; readonly name: string },
  friend: { readonly account: string; readonly name: string },
): Promise<Person> {
  const code = await shareLink(at, sharer.person, shopId, productId, 'group')
  const person = await logIn(at, friend.account, await openLinkAsStranger(at, code, 1008))
  progress.step(friend.name, `opens ${sharer.name}’s link in a group, logs in and is introduced by ${sharer.name}`)
  return person
}

/** Who is below a referrer, once everything has been carried up to them. */
export async function readChain(
  { at, shopId, carryUp }: Pick<Shared, 'at' | 'shopId'> & { readonly carryUp: () => Promise<void> },
  owner: Person,
  { customerId }: Person,
  wanted: Pick<Chain, 'downstream'> & { readonly amountFen: number },
): Promise<Chain> {
  return until('the chain shows who was brought and what they bought', async () => {
    await carryUp()
    const url = `${at.apiUrl}/v1/shops/${shopId}/members/${customerId}`
    const found = await call<Chain>('GET', url, { token: owner.token })
    const isThere = found.downstream === wanted.downstream && found.downstreamWorth.amountFen === wanted.amountFen
    return isThere ? found : undefined
  })
}
