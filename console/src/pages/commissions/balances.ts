/** The accounts of one referrer, in the order in which commission goes through them. */
export const accountKinds = ['pending', 'available', 'held', 'inTransit', 'paidOut'] as const
export type AccountKind = (typeof accountKinds)[number]
export type Balances = Readonly<Record<`${AccountKind}Fen`, number>>

export const balanceOf = (balances: Balances, kind: AccountKind): number => balances[`${kind}Fen`]
