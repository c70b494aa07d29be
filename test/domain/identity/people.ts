import { CustomerId, SessionId, ShopId } from '../../../domain/shared/ids.ts'

const number = (value: number) => String(value).padStart(26, '0')

export const customerId = (value: number) => CustomerId.parse(`cus_${number(value)}`)
export const sessionId = SessionId.parse(`ses_${number(1)}`)
export const shopId = (value = 1) => ShopId.parse(`shp_${number(value)}`)

const start = Date.parse('2026-03-01T08:00:00.000Z')
/** So many seconds after the first moment of the test. */
export const at = (seconds: number) => new Date(start + seconds * 1000).toISOString()
export const daySeconds = 86_400
