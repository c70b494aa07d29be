import DeleteOutlined from '@ant-design/icons/es/icons/DeleteOutlined'
import PlusOutlined from '@ant-design/icons/es/icons/PlusOutlined'
import { Button, Form, Input, InputNumber } from 'antd'
import { useTexts } from '../../i18n/texts.ts'
import { parseOptions } from './options-text.ts'
import type { ProductFields } from './product-fields.ts'
import { productPageTexts } from './product-texts.ts'

const skusMax = 50
const priceYuanMin = 0.01
const unitsMax = 1_000_000

/** The variants in a product's form. One that was saved stays: orders and stock name it. */
export function SkuFieldList({ isOwner }: { readonly isOwner: boolean }) {
  const t = useTexts(productPageTexts)
  const saved = Form.useWatch<ProductFields['skus'] | undefined>('skus') ?? []
  return (
    <Form.List name="skus">
      {(fields, { add, remove }) => (
        <fieldset className="variants">
          <legend>{t('variants')}</legend>
          {fields.map(({ key, name }) => (
            <div key={key} className="form-row variant">
              <SkuRow at={name} isOwner={isOwner} />
              {saved[name]?.skuId === undefined && fields.length > 1 ? (
                <Button
                  type="text"
                  icon={<DeleteOutlined />}
                  aria-label={t('removeVariant', { n: name + 1 })}
                  onClick={() => remove(name)}
                />
              ) : null}
            </div>
          ))}
          <Button icon={<PlusOutlined />} disabled={fields.length >= skusMax} onClick={() => add()}>
            {t('addVariant')}
          </Button>
        </fieldset>
      )}
    </Form.List>
  )
}

function SkuRow({ at, isOwner }: { readonly at: number; readonly isOwner: boolean }) {
  const t = useTexts(productPageTexts)
  const readable = (_rule: unknown, typed: string | undefined) =>
    parseOptions(typed ?? '') === undefined ? Promise.reject(new Error(t('optionsWrong'))) : Promise.resolve()
  return (
    <>
      <Form.Item name={[at, 'skuId']} hidden>
        <Input />
      </Form.Item>
      <Form.Item name={[at, 'options']} label={t('options')} rules={[{ validator: readable }]} className="grows">
        <Input placeholder={t('optionsHint')} />
      </Form.Item>
      <Form.Item name={[at, 'priceYuan']} label={t('priceYuan')} rules={[{ required: true, message: t('required') }]}>
        <InputNumber min={priceYuanMin} precision={2} />
      </Form.Item>
      {isOwner ? (
        <Form.Item name={[at, 'costYuan']} label={t('costYuan')}>
          <InputNumber min={0} precision={2} />
        </Form.Item>
      ) : null}
      <Form.Item name={[at, 'lowStockAt']} label={t('lowStockAt')}>
        <InputNumber min={0} max={unitsMax} precision={0} />
      </Form.Item>
    </>
  )
}
