import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { call, type Reply } from '../../api/call.ts'
import { useThisShop } from '../../app/shop.tsx'

/** A title changes rarely, and a list may name one product on every line. */
const titleFreshMs = 5 * 60_000
const ownId = /^prd_[0-9A-Z]{26}$/

/** A product by its title, which leads to it; one from an imported past as the file named it. */
export function ProductName({ productId }: { readonly productId: string }) {
  const { shopId } = useThisShop()
  const isOwn = ownId.test(productId)
  const product = useQuery<Reply<'get-product'>>({
    queryKey: ['get-product', { path: { shopId, productId } }],
    queryFn: () => call('get-product', { path: { shopId, productId } }),
    staleTime: titleFreshMs,
    enabled: isOwn,
  })
  if (!isOwn) return productId
  return <Link to={`/shops/${shopId}/products/${productId}`}>{product.data?.title ?? productId.slice(-6)}</Link>
}
