import MenuOutlined from '@ant-design/icons/es/icons/MenuOutlined'
import { Alert, Button, Drawer } from 'antd'
import { useState } from 'react'
import { Outlet, useLocation, useNavigate, useParams } from 'react-router'
import { useTexts } from '../i18n/texts.ts'
import { Failure, Loading, NoPermission, Nothing } from '../parts/states.tsx'
import { AccountMenu } from './account-menu.tsx'
import { frameTexts } from './frame-texts.ts'
import { Mark } from './mark.tsx'
import { useMyShops } from './my-shops.ts'
import { Navigation } from './navigation.tsx'
import { type ChosenShop, ShopContext } from './shop.tsx'
import { ShopSwitcher } from './shop-switcher.tsx'
import { useIsOnline } from './use-is-online.ts'

/** Around every page: where one is, in which shop, and who one is. */
export function Shell() {
  const t = useTexts(frameTexts)
  const [isMenuOpen, setMenuOpen] = useState(false)
  const { me, shops, isLoading, error, retry } = useMyShops()
  const { shopId } = useParams()
  const isOnline = useIsOnline()
  const shop = shops.find((one) => one.shopId === shopId)
  if (error && me === undefined) return <Failure error={error} onRetry={retry} />
  const navigation = <Navigation shop={shop} isOperator={me?.isOperator ?? false} onChosen={() => setMenuOpen(false)} />
  return (
    <ShopContext value={shop}>
      <button type="button" className="skip" onClick={focusContent}>
        {t('toContent')}
      </button>
      <div className="shell">
        <aside className="shell-side">
          <Mark />
          {navigation}
        </aside>
        <div className="shell-main">
          <header className="shell-head">
            <Button
              className="shell-menu"
              type="text"
              icon={<MenuOutlined />}
              aria-label={t('menu')}
              onClick={() => setMenuOpen(true)}
            />
            <ChosenShopSwitcher shops={shops} shop={shop} />
            <AccountMenu role={shop?.role ?? (me?.isOperator ? 'operator' : undefined)} />
          </header>
          {isOnline ? null : <Alert banner type="warning" title={`${t('offline')} · ${t('offlineHint')}`} />}
          <main id="content" tabIndex={-1} className="shell-content">
            <Content shop={shop} shops={shops} isLoading={isLoading} />
          </main>
        </div>
      </div>
      <Drawer open={isMenuOpen} onClose={() => setMenuOpen(false)} placement="left" size={264} title={<Mark />}>
        {navigation}
      </Drawer>
    </ShopContext>
  )
}

function focusContent(): void {
  document.getElementById('content')?.focus()
}

/** Another shop, the same page. */
function ChosenShopSwitcher({
  shops,
  shop,
}: {
  readonly shops: readonly ChosenShop[]
  readonly shop: ChosenShop | undefined
}) {
  const navigate = useNavigate()
  const { pathname } = useLocation()
  const page = /^\/shops\/[^/]+\/([^/]+)/.exec(pathname)?.[1] ?? 'overview'
  return <ShopSwitcher shops={shops} chosen={shop?.shopId} onChoose={(id) => navigate(`/shops/${id}/${page}`)} />
}

function Content({
  shop,
  shops,
  isLoading,
}: {
  readonly shop: ChosenShop | undefined
  readonly shops: readonly ChosenShop[]
  readonly isLoading: boolean
}) {
  const t = useTexts(frameTexts)
  const { shopId } = useParams()
  if (shopId === undefined || shop) return <Outlet />
  if (isLoading) return <Loading />
  return shops.length === 0 ? <Nothing text={`${t('noShop')} · ${t('noShopHint')}`} /> : <NoPermission />
}
