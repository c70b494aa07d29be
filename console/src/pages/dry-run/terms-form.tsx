import { Button, Form, InputNumber, Select } from 'antd'
import { useEffect } from 'react'
import { useApiPages } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { bpsOfPercent, fenOfYuan } from '../../parts/typed-numbers.ts'
import { dryRunTexts } from './dry-run-texts.ts'
import type { Terms } from './run-all.ts'

/** As in the shop's settings. */
const ratePercentMax = 30
const attributionDaysMax = 180
const productsMax = 100

type Rule = NonNullable<Terms['attributionRule']>
type Typed = {
  readonly ratePercent?: number | null
  readonly cap: 'asIs' | 'none' | 'other'
  readonly capYuan?: number | null
  readonly attributionDays?: number | null
  readonly rule: 'asIs' | Rule
  readonly products?: readonly { readonly productId: string; readonly ratePercent: number }[]
}

function termsOf({ ratePercent, cap, capYuan, attributionDays, rule, products = [] }: Typed): Terms {
  const named = products.map((row) => ({ productId: row.productId.trim(), rateBps: bpsOfPercent(row.ratePercent) }))
  return {
    ...(typeof ratePercent === 'number' ? { rateBps: bpsOfPercent(ratePercent) } : {}),
    ...(cap === 'none' ? { capFen: null } : {}),
    ...(cap === 'other' && typeof capYuan === 'number' ? { capFen: fenOfYuan(capYuan) } : {}),
    ...(typeof attributionDays === 'number' ? { attributionDays } : {}),
    ...(rule === 'asIs' ? {} : { attributionRule: rule }),
    ...(named.length === 0 ? {} : { products: named }),
  }
}

/** The terms that somebody considers. */
export function TermsForm({ isBusy, onRun }: { readonly isBusy: boolean; readonly onRun: (terms: Terms) => void }) {
  const t = useTexts(dryRunTexts)
  const [form] = Form.useForm<Typed>()
  const cap = Form.useWatch('cap', form)
  return (
    <Form<Typed>
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={{ cap: 'asIs', rule: 'asIs' }}
      onFinish={(typed) => onRun(termsOf(typed))}
    >
      <div className="form-grid">
        <Form.Item name="ratePercent" label={t('rate')}>
          <InputNumber min={0} max={ratePercentMax} precision={2} suffix="%" placeholder={t('capAsIs')} />
        </Form.Item>
        <Form.Item name="cap" label={t('cap')}>
          <Select
            options={[
              { value: 'asIs', label: t('capAsIs') },
              { value: 'none', label: t('capNone') },
              { value: 'other', label: t('capOther') },
            ]}
          />
        </Form.Item>
        {cap === 'other' ? (
          <Form.Item name="capYuan" label={t('capYuan')} rules={[{ required: true, message: '' }]}>
            <InputNumber min={0.01} precision={2} prefix="¥" />
          </Form.Item>
        ) : null}
        <Form.Item name="attributionDays" label={t('days')}>
          <InputNumber min={1} max={attributionDaysMax} precision={0} placeholder={t('capAsIs')} />
        </Form.Item>
        <Form.Item name="rule" label={t('rule')}>
          <Select
            options={[
              { value: 'asIs', label: t('ruleAsIs') },
              { value: 'last_visit', label: t('last_visit') },
              { value: 'first_visit', label: t('first_visit') },
            ]}
          />
        </Form.Item>
      </div>
      <ProductRates />
      <Button type="primary" htmlType="submit" loading={isBusy}>
        {t('run')}
      </Button>
    </Form>
  )
}

function ProductRates() {
  const t = useTexts(dryRunTexts)
  const products = useProducts()
  return (
    <Form.List name="products">
      {(fields, { add, remove }) => (
        <>
          {fields.map(({ key, name }) => (
            <div key={key} className="two-fields">
              <Form.Item name={[name, 'productId']} label={t('productId')} rules={[{ required: true, message: '' }]}>
                <Select options={products} showSearch={{ optionFilterProp: 'label' }} />
              </Form.Item>
              <Form.Item name={[name, 'ratePercent']} label={t('rate')} rules={[{ required: true, message: '' }]}>
                <InputNumber
                  min={0}
                  max={ratePercentMax}
                  precision={2}
                  suffix={
                    <Button type="text" size="small" onClick={() => remove(name)}>
                      {t('remove')}
                    </Button>
                  }
                />
              </Form.Item>
            </div>
          ))}
          <Form.Item label={t('products')}>
            <Button disabled={fields.length >= productsMax} onClick={() => add()}>
              {t('addProduct')}
            </Button>
          </Form.Item>
        </>
      )}
    </Form.List>
  )
}

/** The shop's products to choose from, all of them: terms may name one that has not been on sale for long. */
function useProducts() {
  const { shopId } = useThisShop()
  const { rows, hasNextPage, isFetchingNextPage, fetchNextPage } = useApiPages('list-catalog', {
    path: { shopId },
    query: {},
  })
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage) fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  return rows.map(({ productId, title }) => ({ value: productId, label: title }))
}
