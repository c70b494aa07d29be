import * as z from 'zod'

/** Items of one page: a phone shows about twenty. */
export const pageLimitMax = 100
const pageLimitDefault = 20

/** Query of every list: how many, and where the page before ended. */
export const PageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(pageLimitMax).default(pageLimitDefault),
  cursor: z.string().min(1).max(1_024).exactOptional(),
})
export type PageQuery = z.infer<typeof PageQuery>

/** Reply of a list. No cursor: that was the last page. */
export const pageOf = <Shape extends z.ZodType>(item: Shape) =>
  z.object({ items: z.array(item), cursor: z.string().exactOptional() })
