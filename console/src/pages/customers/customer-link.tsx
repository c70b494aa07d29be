import { Link } from 'react-router'
import { useThisShop } from '../../app/shop.tsx'
import { shortCustomer } from '../../parts/short-customer.ts'

/** Leads to a customer's story. */
export function CustomerLink({ customerId }: { readonly customerId: string }) {
  const { shopId } = useThisShop()
  return (
    <Link to={`/shops/${shopId}/customers/${encodeURIComponent(customerId)}`} title={customerId}>
      {shortCustomer(customerId)}
    </Link>
  )
}
