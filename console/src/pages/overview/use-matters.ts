import { useApi } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { overviewTexts } from './overview-texts.ts'
import { useLowVariants } from './use-low-variants.ts'

/** The API's largest page: of what there is more, one sees that there is. */
const counted = 100
/** Days whose books are looked at: what was found of an earlier one has been seen for a week. */
const daysLooked = 7

export type Matter = {
  readonly key: string
  readonly text: string
  readonly to: string
  readonly isUrgent?: boolean
}

type Waiting = { readonly items: readonly unknown[]; readonly cursor?: string }

/** All that waits for somebody of the shop. Each list has only what waits, however much the shop has sold. */
export function useMatters(driftCells: number | null): Matter[] {
  const t = useTexts(overviewTexts)
  const { count } = useFormat()
  const { shopId, role } = useThisShop()
  const path = { shopId }
  const limit = counted
  const live = { live: true }
  const cases = useApi('list-orders', { path, query: { limit, afterSales: 'unanswered' } }, live)
  const toShip = useApi('list-orders', { path, query: { limit, status: 'paid' } }, live)
  const disputes = useApi('list-attribution-disputes', { path, query: { limit, status: 'open' } })
  const ofOwner = { enabled: role === 'owner' }
  const payouts = useApi('list-payouts', { path, query: { limit, status: 'requested' } }, ofOwner)
  const holds = useApi('list-commission-holds', { path, query: { limit, status: 'held' } }, ofOwner)
  const bills = useApi('list-reconciliations', { path, query: { limit: daysLooked } }, ofOwner)
  const lowVariants = useLowVariants()
  const shop = `/shops/${shopId}`
  const some = (key: string, n: string, text: (n: string) => string, rest: Omit<Matter, 'key' | 'text'>): Matter[] =>
    n === '0' ? [] : [{ key, text: text(n), ...rest }]
  const numberOf = (waiting: Waiting | undefined): string =>
    `${count(waiting?.items.length ?? 0)}${waiting?.cursor === undefined ? '' : '+'}`
  const [first, ...others] = cases.data?.items ?? []
  return [
    ...some('cases', numberOf(cases.data), (n) => t('afterSales', { n }), {
      isUrgent: true,
      to: first && others.length === 0 ? `${shop}/orders/${first.orderId}` : `${shop}/orders?afterSales=unanswered`,
    }),
    ...some('ship', numberOf(toShip.data), (n) => t('toShip', { n }), { to: `${shop}/orders?status=paid` }),
    ...some('payouts', numberOf(payouts.data), (n) => t('payouts', { n }), {
      to: `${shop}/commissions?view=payouts`,
    }),
    ...some('holds', numberOf(holds.data), (n) => t('holds', { n }), { to: `${shop}/checks` }),
    ...some('disputes', numberOf(disputes.data), (n) => t('disputes', { n }), { to: `${shop}/checks?view=disputes` }),
    ...some('stock', count(lowVariants), (n) => t('lowStock', { n }), { to: `${shop}/products?view=low` }),
    ...some('drift', count(driftCells ?? 0), (n) => t('drift', { n }), { to: `${shop}/repurchase`, isUrgent: true }),
    ...(bills.data?.items ?? [])
      .filter(({ status }) => status === 'differences')
      .map(({ day }) => ({
        key: day,
        text: t('differs', { day }),
        to: `${shop}/reconciliation?day=${day}`,
        isUrgent: true,
      })),
  ]
}
