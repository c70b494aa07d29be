import { App, Button, Form, Input, InputNumber, Modal, Radio } from 'antd'
import { useState } from 'react'
import { newId } from '../../api/new-id.ts'
import { useChange } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { Failure } from '../../parts/states.tsx'
import { productPageTexts } from './product-texts.ts'

const quantityMax = 1_000_000
const reasonLengthMax = 100

type Fields = { readonly kind: 'receive' | 'write_off'; readonly quantity: number; readonly reason: string }

/** Brings units of a variant in, or writes them off, with a reason that stays. */
export function MoveStock(of: { readonly productId: string; readonly skuId: string; readonly name: string }) {
  const t = useTexts(productPageTexts)
  const { message } = App.useApp()
  const { shopId } = useThisShop()
  const [isOpen, setOpen] = useState(false)
  const [form] = Form.useForm<Fields>()
  const move = useChange('move-stock')
  const { productId, skuId, name } = of
  const save = async (fields: Fields) => {
    const done = await move
      .mutateAsync({ path: { shopId, productId }, body: { moveId: newId('mov'), skuId, ...fields } })
      .catch(() => undefined)
    if (done === undefined) return
    message.success(t('saved'))
    form.resetFields()
    setOpen(false)
  }
  const required = [{ required: true, message: t('required') }]
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)} aria-label={`${t('move')}: ${name}`}>
        {t('move')}
      </Button>
      <Modal
        open={isOpen}
        title={`${t('move')} · ${name}`}
        okText={t('save')}
        confirmLoading={move.isPending}
        onOk={() => form.submit()}
        onCancel={() => setOpen(false)}
        destroyOnHidden
      >
        {move.error ? <Failure error={move.error} /> : null}
        <Form<Fields> form={form} layout="vertical" initialValues={{ kind: 'receive' }} onFinish={save}>
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
        </Form>
      </Modal>
    </>
  )
}
