import { Select } from 'antd'
import { useText, useTexts } from '../i18n/texts.ts'
import { frameTexts } from './frame-texts.ts'
import type { ChosenShop } from './shop.tsx'

/** Names can be typed where there are more shops than one sees at once. */
const searchedFrom = 8

export function ShopSwitcher({
  shops,
  chosen,
  onChoose,
}: {
  readonly shops: readonly ChosenShop[]
  readonly chosen: string | undefined
  readonly onChoose: (shopId: string) => void
}) {
  const t = useTexts(frameTexts)
  const text = useText()
  const options = shops.map(({ shopId, name, role }) => ({
    value: shopId,
    label: name,
    role: text(frameTexts[role]),
  }))
  return (
    <Select
      className="shop-switcher"
      variant="borderless"
      aria-label={t('chooseShop')}
      placeholder={t('chooseShop')}
      value={chosen ?? null}
      options={options}
      onChange={(shopId) => shopId !== null && onChoose(shopId)}
      popupMatchSelectWidth={false}
      showSearch={shops.length >= searchedFrom ? { optionFilterProp: 'label' } : false}
      optionRender={({ data }) => (
        <span className="shop-option">
          <span>{data.label}</span>
          <small>{data.role}</small>
        </span>
      )}
    />
  )
}
