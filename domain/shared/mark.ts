import * as z from 'zod'

/** What somebody was seen with: a device, an address or a phone number. */
export const markKinds = ['device', 'address', 'phone'] as const
export type MarkKind = (typeof markKinds)[number]

/** A print from which nothing can be read, only that two are of the same: `address#…`. */
export const Mark = z.string().regex(/^(device|address|phone)#[\w.-]{1,100}$/)
export type Mark = z.infer<typeof Mark>

export const markOf = (kind: MarkKind, print: string): Mark => `${kind}#${print}`
export const isMarkOf = (kind: MarkKind, mark: Mark): boolean => mark.startsWith(`${kind}#`)
