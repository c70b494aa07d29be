import { App, Button, Form, Input, InputNumber, Select, Switch } from 'antd'
import { useApi } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { useTask } from '../../parts/use-task.ts'
import type { ProductFields } from './product-fields.ts'
import { productPageTexts } from './product-texts.ts'
import { SkuFieldList } from './sku-field-list.tsx'

const titleLengthMax = 60
const descriptionLengthMax = 5_000
const categoriesMax = 5
const replenishmentDaysMax = 365
const commissionPercentMax = 30
const descriptionRows = 4

/** One variant to fill in, as every product has one. */
const nothingYet = { skus: [{}] }

/** A product's content: for a draft, or for an edit of what is there. The API's refusals are shown as they come. */
export function ProductForm({
  initial,
  action,
  onSave,
}: {
  readonly initial?: ProductFields
  readonly action: string
  readonly onSave: (fields: ProductFields) => Promise<unknown>
}) {
  const t = useTexts(productPageTexts)
  const { message } = App.useApp()
  const { role } = useThisShop()
  const { isBusy, run: save } = useTask(async (fields: ProductFields) => {
    await onSave(fields)
    message.success(t('saved'))
  })
  const required = [{ required: true, message: t('required') }]
  return (
    <Form<ProductFields> layout="vertical" initialValues={initial ?? nothingYet} onFinish={save} disabled={isBusy}>
      <Form.Item name="title" label={t('name')} rules={required}>
        <Input maxLength={titleLengthMax} showCount />
      </Form.Item>
      <Form.Item name="description" label={t('description')}>
        <Input.TextArea rows={descriptionRows} maxLength={descriptionLengthMax} />
      </Form.Item>
      <Form.Item name="categoryIds" label={t('categories')}>
        <CategorySelect />
      </Form.Item>
      <div className="form-row">
        <Form.Item name="replenishmentDays" label={t('replenishmentDays')}>
          <InputNumber min={1} max={replenishmentDaysMax} precision={0} />
        </Form.Item>
        {role === 'owner' ? (
          <Form.Item name="commission" label={t('commission')}>
            <InputNumber min={0} max={commissionPercentMax} precision={2} />
          </Form.Item>
        ) : null}
        <Form.Item name="nonGoods" label={t('nonGoods')} valuePropName="checked">
          <Switch />
        </Form.Item>
      </div>
      <SkuFieldList isOwner={role === 'owner'} />
      <Button type="primary" htmlType="submit" loading={isBusy}>
        {action}
      </Button>
    </Form>
  )
}

/** Chosen among the shop's categories; the form around gives the value and hears of a change. */
function CategorySelect(given: {
  readonly id?: string
  readonly value?: string[]
  readonly onChange?: (chosen: string[]) => void
}) {
  const { shopId } = useThisShop()
  const categories = useApi('list-categories', { path: { shopId } }).data?.categories ?? []
  const options = categories.map(({ categoryId, name }) => ({ value: categoryId, label: name }))
  return (
    <Select<string[]> {...given} mode="multiple" options={options} maxCount={categoriesMax} optionFilterProp="label" />
  )
}
