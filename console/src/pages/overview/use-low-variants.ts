import { useQuery } from '@tanstack/react-query'
import { call, type Reply } from '../../api/call.ts'
import { useThisShop } from '../../app/shop.tsx'

/** Stock moves slower than orders, and a shop may watch hundreds of products. */
const pollMs = 30_000

/** How many variants run low: over all pages of what is watched, as a page may have none and the next one some. */
export function useLowVariants(): number {
  const { shopId } = useThisShop()
  const low = useQuery({
    queryKey: ['low-variants', shopId],
    queryFn: () => countLow(shopId),
    refetchInterval: pollMs,
  })
  return low.data ?? 0
}

async function countLow(shopId: string): Promise<number> {
  let variants = 0
  let next: { readonly cursor?: string } = {}
  do {
    const { items, ...rest }: Reply<'list-low-stock'> = await call('list-low-stock', { path: { shopId }, query: next })
    variants += items.reduce((sum, { skus }) => sum + skus.length, 0)
    next = rest
  } while (next.cursor !== undefined)
  return variants
}
