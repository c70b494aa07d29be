import { useSession } from '../api/session.ts'
import { useApi } from '../api/use-api.ts'
import { useThisShop } from '../app/shop.tsx'
import { texts, useTexts } from '../i18n/texts.ts'
import { shortCustomer } from './short-customer.ts'

const colleagueTexts = texts({ me: { zh: '我', en: 'Me' } })

/** Who of the shop did something, by the name that the owner gave them, which the owner alone is told. */
export function useColleagueName() {
  const t = useTexts(colleagueTexts)
  const { shopId, role } = useThisShop()
  const session = useSession()
  const staff = useApi('list-staff', { path: { shopId } }, { enabled: role === 'owner' }).data?.items
  return (customerId: string): string => {
    if (typeof session !== 'string' && session.customerId === customerId) return t('me')
    return staff?.find((member) => member.customerId === customerId)?.name ?? shortCustomer(customerId)
  }
}
