import { Link } from 'react-router'
import { useThisShop } from '../../app/shop.tsx'

/** Ids of ours are long and differ at their ends; one from an imported past is shown as the file had it. */
const ownId = /^cus_[0-9A-Z]{26}$/
const tailLength = 6

export const shortCustomer = (customerId: string): string =>
  ownId.test(customerId) ? `…${customerId.slice(-tailLength)}` : customerId

/** Leads to a customer's story. */
export function CustomerLink({ customerId }: { readonly customerId: string }) {
  const { shopId } = useThisShop()
  return (
    <Link to={`/shops/${shopId}/customers/${encodeURIComponent(customerId)}`} title={customerId}>
      {shortCustomer(customerId)}
    </Link>
  )
}
