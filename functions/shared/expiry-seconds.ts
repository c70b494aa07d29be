/** Until when an item is kept, as the table's sweep reads its `expiresAt`: whole seconds since 1970, never too early. */
export const expirySeconds = (until: string): number => Math.ceil(Date.parse(until) / 1_000)
