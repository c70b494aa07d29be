import { Menu, type MenuProps } from 'antd'
import { Link, useLocation } from 'react-router'
import { useText, useTexts } from '../i18n/texts.ts'
import { frameTexts } from './frame-texts.ts'
import { maySee } from './may-see.ts'
import { type PageRow, pageGroups, pages } from './pages.ts'
import type { ChosenShop } from './shop.tsx'

type NavigationProps = {
  readonly shop: ChosenShop | undefined
  readonly isOperator: boolean
  readonly onChosen: () => void
}

/** The pages that this person may open, by group. */
export function Navigation({ shop, isOperator, onChosen }: NavigationProps) {
  const t = useTexts(frameTexts)
  const text = useText()
  const { pathname } = useLocation()
  const shown = pages.filter((page) => !page.isDetail && maySee(page, shop?.role, isOperator))
  const addressOf = (page: PageRow) =>
    page.access === 'operator' ? `/platform/${page.path}` : `/shops/${shop?.shopId ?? ''}/${page.path}`
  const items = pageGroups.flatMap((group): NonNullable<MenuProps['items']> => {
    const children = shown
      .filter((page) => page.group === group)
      .map((page) => ({
        key: addressOf(page),
        icon: <page.icon />,
        label: <Link to={addressOf(page)}>{text(page.title)}</Link>,
      }))
    return children.length === 0 ? [] : [{ type: 'group', key: group, label: t(group), children }]
  })
  const current = shown.map(addressOf).filter((address) => `${pathname}/`.startsWith(`${address}/`))
  return (
    <nav aria-label={t('menu')}>
      <Menu mode="inline" items={items} selectedKeys={current} onClick={onChosen} />
    </nav>
  )
}
