import { useQueries } from '@tanstack/react-query'
import type { ApiError } from '../api/api-error.ts'
import { call, type Reply } from '../api/call.ts'
import { useApi, useApiPages } from '../api/use-api.ts'
import type { ChosenShop } from './shop.tsx'

/** Shops of one page of the switcher's list; an operator with more finds them on the platform's page. */
const shopsListed = 100

export type MyShops = {
  readonly me: Reply<'get-me'> | undefined
  readonly shops: readonly ChosenShop[]
  readonly isLoading: boolean
  readonly error: ApiError | null
  readonly retry: () => void
}

/** The shops that the caller has a part in, and every shop for an operator. */
export function useMyShops(): MyShops {
  const me = useApi('get-me', {})
  const roles = me.data?.roles ?? []
  const own = useQueries({
    queries: roles.map(({ shopId }) => ({
      queryKey: ['get-shop', { path: { shopId } }],
      queryFn: () => call('get-shop', { path: { shopId } }),
    })),
  })
  const all = useEveryShop(me.data?.isOperator ?? false)
  const mine = own.flatMap(({ data }, at): ChosenShop[] => {
    const role = roles[at]?.role
    return data === undefined || role === undefined ? [] : [{ ...data, role }]
  })
  const others = all.shops.filter(({ shopId }) => !roles.some((role) => role.shopId === shopId))
  return {
    me: me.data,
    shops: [...mine, ...others],
    isLoading: me.isPending || own.some(({ isPending }) => isPending) || all.isLoading,
    error: me.error,
    retry: () => me.refetch(),
  }
}

function useEveryShop(isOperator: boolean): { readonly shops: readonly ChosenShop[]; readonly isLoading: boolean } {
  const answer = useApiPages('list-shops', { query: { limit: shopsListed } }, { enabled: isOperator })
  const shops = answer.rows.map((shop): ChosenShop => ({ ...shop, role: 'operator' }))
  return { shops, isLoading: isOperator && answer.isPending }
}
