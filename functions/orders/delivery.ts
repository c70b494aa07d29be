import * as z from 'zod'
import type { OrderDelivery } from '../../domain/orders/delivery.ts'
import type { Order } from '../../domain/orders/order.ts'
import { type Mark, type MarkKind, markOf } from '../../domain/shared/mark.ts'
import { provinceOf, RegionCode } from '../../domain/shared/region.ts'
import { lineOfText } from '../../domain/shared/text.ts'
import type { Destination } from '../../domain/shops/shipping-fee.ts'
import type { SealedFields } from '../shared/sealed-field.ts'
import { orderField } from './order-store.ts'

/** A waybill has room for no more. */
const recipientLengthMax = 32
const regionLengthMax = 100
const detailLengthMax = 200

/** A number of any region, as people write it: mobile or not, with or without the country's code. */
const Phone = z
  .string()
  .trim()
  .regex(/^\+?[0-9][0-9 -]{5,18}[0-9]$/)

export const Address = z.strictObject({
  recipient: lineOfText.min(1).max(recipientLengthMax),
  phone: Phone,
  /** District or county, GB/T 2260. */
  regionCode: RegionCode,
  /** Its name, as the mini-program's picker shows it. */
  region: lineOfText.min(1).max(regionLengthMax).exactOptional(),
  /** Street, house and door. */
  detail: lineOfText.min(1).max(detailLengthMax),
})
type Address = z.infer<typeof Address>

/** How the goods are to come to the buyer: by express to an address, fetched in person, or with nothing to be sent. */
export const Delivery = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('express'), address: Address }),
  z.strictObject({ kind: z.literal('pickup'), phone: Phone.exactOptional() }),
  z.strictObject({ kind: z.literal('virtual') }),
])
export type Delivery = z.infer<typeof Delivery>

type OrderIds = Pick<Order, 'shopId' | 'orderId'>
const addressOf = (ids: OrderIds) => orderField(ids, 'delivery.address')
const phoneOf = (ids: OrderIds) => orderField(ids, 'delivery.phone')

/** As far as the fee depends on it. */
export const destinationOf = (delivery: Delivery): Destination =>
  delivery.kind === 'express'
    ? { kind: 'express', province: provinceOf(delivery.address.regionCode) }
    : { kind: delivery.kind }

/** What the order keeps of it: personal data sealed to this order. */
export function sealDelivery(fields: SealedFields, ids: OrderIds, delivery: Delivery): OrderDelivery {
  switch (delivery.kind) {
    case 'express': {
      const { address } = delivery
      const sealedAddress = fields.seal(JSON.stringify(address), addressOf(ids))
      return {
        kind: 'express',
        province: provinceOf(address.regionCode),
        sealedAddress,
        marks: addressMarks(fields, ids, address),
      }
    }
    case 'pickup':
      if (delivery.phone === undefined) return { kind: 'pickup' }
      return {
        kind: 'pickup',
        sealedPhone: fields.seal(delivery.phone, phoneOf(ids)),
        marks: marksOf(fields, ids, 'phone', plainPhone(delivery.phone)),
      }
    case 'virtual':
      return { kind: 'virtual' }
  }
}

/** Within the shop, so that nobody follows a person from one shop to another by them. */
const marksOf = (fields: SealedFields, { shopId }: OrderIds, kind: MarkKind, text: string): Mark[] =>
  fields.prints(JSON.stringify([kind, shopId, text])).map((print) => markOf(kind, print))

function addressMarks(fields: SealedFields, ids: OrderIds, { regionCode, detail, phone }: Address): Mark[] {
  const door = marksOf(fields, ids, 'address', `${regionCode} ${plainDetail(detail)}`)
  return [...door, ...marksOf(fields, ids, 'phone', plainPhone(phone))]
}

/** One door as people write it in several ways: without spaces, signs and the width of letters. */
const plainDetail = (detail: string) =>
  detail
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '')

/** One number with or without the country's code. */
const plainPhone = (phone: string) => phone.replaceAll(/[^0-9]/g, '').replace(/^(?:00)?86(?=1\d{10}$)/, '')

/** What was sealed, for the buyer's and the shop's eyes only. Throws where it was changed, or its key is gone. */
export function openDelivery(fields: SealedFields, order: OrderIds & Pick<Order, 'delivery'>): Delivery {
  const { delivery } = order
  switch (delivery.kind) {
    case 'express': {
      const address = Address.parse(JSON.parse(fields.open(delivery.sealedAddress, addressOf(order))))
      return { kind: 'express', address }
    }
    case 'pickup':
      if (delivery.sealedPhone === undefined) return { kind: 'pickup' }
      return { kind: 'pickup', phone: fields.open(delivery.sealedPhone, phoneOf(order)) }
    case 'virtual':
      return { kind: 'virtual' }
  }
}
