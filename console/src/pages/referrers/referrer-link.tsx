import { Link } from 'react-router'
import { useThisShop } from '../../app/shop.tsx'
import { shortCustomer } from '../../parts/short-customer.ts'

/** Leads to whom somebody introduced and what came of it. */
export function ReferrerLink({ customerId }: { readonly customerId: string }) {
  const { shopId } = useThisShop()
  return (
    <Link to={`/shops/${shopId}/referrers/${encodeURIComponent(customerId)}`} title={customerId}>
      {shortCustomer(customerId)}
    </Link>
  )
}
