import { Link } from 'react-router'
import { useThisShop } from '../../app/shop.tsx'

/** How many characters of an order's end tell it from others of its shop. */
const tailLength = 8

export const shortOrder = (orderId: string): string => orderId.slice(-tailLength)

/** Leads to an order. */
export function OrderLink({ orderId }: { readonly orderId: string }) {
  const { shopId } = useThisShop()
  return <Link to={`/shops/${shopId}/orders/${orderId}`}>{shortOrder(orderId)}</Link>
}
