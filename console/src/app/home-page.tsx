import { Navigate } from 'react-router'
import { useTexts } from '../i18n/texts.ts'
import { Loading, Nothing } from '../parts/states.tsx'
import { frameTexts } from './frame-texts.ts'
import { useMyShops } from './my-shops.ts'

/** Straight to the first shop. */
export function HomePage() {
  const t = useTexts(frameTexts)
  const { shops, isLoading } = useMyShops()
  const [first] = shops
  if (first) return <Navigate to={`/shops/${first.shopId}/overview`} replace />
  return isLoading ? <Loading /> : <Nothing text={`${t('noShop')} · ${t('noShopHint')}`} />
}
