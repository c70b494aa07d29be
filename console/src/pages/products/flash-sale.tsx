import { App, Button, InputNumber, Popover } from 'antd'
import { useState } from 'react'
import { useChange } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { productPageTexts } from './product-texts.ts'

const ordersPerSecondDefault = 100
const ordersPerSecondMax = 1_000

/** Spreads a variant's stock for many orders at once, and puts it together again. */
export function FlashSale({
  productId,
  skuId,
  isOn,
  name,
}: {
  readonly productId: string
  readonly skuId: string
  readonly isOn: boolean
  readonly name: string
}) {
  const t = useTexts(productPageTexts)
  const { message } = App.useApp()
  const { shopId } = useThisShop()
  const [rate, setRate] = useState(ordersPerSecondDefault)
  const [isOpen, setOpen] = useState(false)
  const start = useChange('start-flash-sale')
  const end = useChange('end-flash-sale')
  const path = { shopId, productId }
  const told = { onError: ({ message: text }: Error) => void message.error(text) }
  if (isOn)
    return (
      <Button
        size="small"
        loading={end.isPending}
        aria-label={`${t('flashEnd')}: ${name}`}
        onClick={() => end.mutate({ path, query: { skuId } }, told)}
      >
        {t('flashEnd')}
      </Button>
    )
  const begin = () =>
    start.mutate({ path, body: { skuId, expectedOrdersPerSecond: rate } }, { ...told, onSuccess: () => setOpen(false) })
  const ask = (
    <div className="stack confirm-text">
      <p>{t('flashHint')}</p>
      <InputNumber
        aria-label={t('flashRate')}
        addonBefore={t('flashRate')}
        min={1}
        max={ordersPerSecondMax}
        precision={0}
        value={rate}
        onChange={(next) => setRate(next ?? ordersPerSecondDefault)}
      />
      <Button type="primary" loading={start.isPending} onClick={begin}>
        {t('flashStart')}
      </Button>
    </div>
  )
  return (
    <Popover content={ask} title={t('flash')} trigger="click" open={isOpen} onOpenChange={setOpen}>
      <Button size="small" aria-label={`${t('flash')}: ${name}`}>
        {t('flash')}
      </Button>
    </Popover>
  )
}
