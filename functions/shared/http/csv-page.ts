import type * as z from 'zod'
import { type CsvCell, csvByteOrderMark, csvText } from '../csv.ts'
import { PageQuery, pageLimitMax } from './page.ts'

/** Query of an export: a page is as large as it may be, unless the caller wants fewer rows. */
export const ExportQuery = PageQuery.extend({ limit: PageQuery.shape.limit.unwrap().default(pageLimitMax) })
export type ExportQuery = z.infer<typeof ExportQuery>

/** A page of a file whose pages, one after the other, are one file: only the first has the titles. */
export function csvPage(
  titles: readonly string[],
  rows: readonly (readonly CsvCell[])[],
  query: Pick<ExportQuery, 'cursor'>,
  nextCursor: string | undefined,
) {
  const isFirst = query.cursor === undefined
  const text = csvText(isFirst ? [titles, ...rows] : rows)
  return {
    ok: true,
    reply: isFirst ? `${csvByteOrderMark}${text}` : text,
    ...(nextCursor === undefined ? {} : { nextCursor }),
  } as const
}
