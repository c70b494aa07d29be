import { Form, Input, InputNumber, Select } from 'antd'
import { newId } from '../../api/new-id.ts'
import { useChange } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { ConfirmButton } from '../../parts/confirm-button.tsx'
import { fenOfYuan, yuanOfFen } from '../../parts/typed-numbers.ts'
import { optionsOf } from './order-lines.tsx'
import type { OneOrder } from './order-page.tsx'
import { orderTexts } from './order-texts.ts'

type Typed = {
  readonly skuId: string
  readonly amountYuan?: number | null
  readonly units?: number | null
  readonly reason?: string
}

/** Gives back a part of one line, or all of it. The API knows what is left of each; the form offers what the line cost. */
export function RefundForm({ order }: { readonly order: OneOrder }) {
  const t = useTexts(orderTexts)
  const { shopId } = useThisShop()
  const { yuan } = useFormat()
  const [form] = Form.useForm<Typed>()
  const typed = Form.useWatch([], form)
  const refund = useChange('refund-order')
  const { orderId, lines } = order
  const line = lines.find(({ skuId }) => skuId === typed?.skuId) ?? lines[0]
  const amountFen = fenOfYuan(typed?.amountYuan ?? 0)
  const amount = yuan(amountFen)
  const isWhole = amountFen > 0 && (typed?.reason ?? '').trim() !== ''
  const give = async () => {
    if (!line) return
    const given = [{ skuId: line.skuId, quantity: typed?.units ?? 0, amountFen }]
    const body = { afterSalesId: newId('afs'), lines: given, reason: (typed?.reason ?? '').trim() }
    await refund.mutateAsync({ path: { shopId, orderId }, body })
    form.resetFields()
  }
  return (
    <Form<Typed>
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={{ skuId: lines[0]?.skuId, units: 0 }}
    >
      <Form.Item name="skuId" label={t('refundLine')}>
        <Select options={lines.map((one) => ({ value: one.skuId, label: `${one.title} ${optionsOf(one)}` }))} />
      </Form.Item>
      <div className="two-fields">
        <Form.Item name="amountYuan" label={t('refundAmount')}>
          <InputNumber min={0.01} max={yuanOfFen(line?.amountFen ?? 0)} precision={2} prefix="¥" />
        </Form.Item>
        <Form.Item name="units" label={t('refundUnits')}>
          <InputNumber min={0} max={line?.quantity ?? 0} precision={0} />
        </Form.Item>
      </div>
      <Form.Item name="reason" label={t('reason')}>
        <Input maxLength={80} />
      </Form.Item>
      <ConfirmButton
        danger
        disabled={!isWhole}
        action={t('refundAction', { amount })}
        consequence={t('refundConsequence', { amount })}
        onConfirm={give}
      />
    </Form>
  )
}
