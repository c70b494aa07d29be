import { Form, Input, InputNumber, Radio } from 'antd'
import { newId } from '../../api/new-id.ts'
import { useChange } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { productPageTexts } from './product-texts.ts'

const quantityMax = 1_000_000
const reasonLengthMax = 100

type Fields = { readonly kind: 'receive' | 'write_off'; readonly quantity: number; readonly reason: string }

/** Brings units of a variant in, or writes them off, with a reason that stays. */
export function MoveStock(of: { readonly productId: string; readonly skuId: string; readonly name: string }) {
  const t = useTexts(productPageTexts)
  const { shopId } = useThisShop()
  const move = useChange('move-stock')
  const { productId, skuId, name } = of
  const required = [{ required: true, message: t('required') }]
  return (
    <FormDialog<Fields>
      size="small"
      aria-label={`${t('move')}: ${name}`}
      action={t('move')}
      title={`${t('move')} · ${name}`}
      saved={t('saved')}
      initial={{ kind: 'receive' }}
      change={move}
      onSave={(fields) =>
        move.mutateAsync({ path: { shopId, productId }, body: { moveId: newId('mov'), skuId, ...fields } })
      }
    >
      <Form.Item name="kind" label={t('kind')}>
        <Radio.Group
          options={(['receive', 'write_off'] as const).map((value) => ({ value, label: t(value) }))}
          optionType="button"
        />
      </Form.Item>
      <Form.Item name="quantity" label={t('quantity')} rules={required}>
        <InputNumber min={1} max={quantityMax} precision={0} />
      </Form.Item>
      <Form.Item name="reason" label={t('reason')} rules={required}>
        <Input maxLength={reasonLengthMax} />
      </Form.Item>
    </FormDialog>
  )
}
