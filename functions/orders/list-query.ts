import type * as z from 'zod'
import { Moment } from '../../domain/shared/time.ts'

/** Query of a list by time of placing: from `from` until before `to`. */
export const timeRange = { from: Moment.exactOptional(), to: Moment.exactOptional() }

type Range = { readonly from?: string | undefined; readonly to?: string | undefined }

/** Holds a range to a beginning that comes before its end. */
export const endsAfterItBegins = <Shape extends z.ZodObject>(shape: Shape): Shape =>
  shape.refine((query) => isInOrder(query as Range), { path: ['to'], message: 'later than from' })

const isInOrder = ({ from, to }: Range) => from === undefined || to === undefined || from < to
