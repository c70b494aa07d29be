import { App, Button, Form, InputNumber } from 'antd'
import type { Input, Reply } from '../../api/call.ts'
import { useChange } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { Failure } from '../../parts/states.tsx'
import { bpsOfPercent, fenOfYuan, percentOfBps, yuanOfFen } from '../../parts/typed-numbers.ts'
import { settingsTexts } from './settings-texts.ts'

type Settings = Reply<'get-settings'>['settings']
const wholeNumbers = [
  'paymentHoldMinutes',
  'afterSalesDays',
  'afterSalesAnswerDays',
  'autoReceiveDays',
  'attributionDays',
] as const
type Typed = { readonly [Name in (typeof wholeNumbers)[number]]: number } & {
  readonly commissionPercent: number
  readonly capYuan: number | null
  readonly feeYuan: number
  readonly freeFromYuan: number | null
}

const yuanOf = (fen: number | undefined): number | null => (fen === undefined ? null : yuanOfFen(fen))

const typedOf = (settings: Settings): Typed => ({
  ...settings,
  commissionPercent: percentOfBps(settings.commissionRateBps),
  capYuan: yuanOf(settings.commissionCapFen),
  feeYuan: yuanOfFen(settings.shippingFee.feeFen),
  freeFromYuan: yuanOf(settings.shippingFee.freeFromFen),
})

/** Regions keep their own rates; the form has the general one. */
function bodyOf(typed: Typed, { shippingFee }: Settings): Input<'change-settings'>['body'] {
  const { commissionPercent, capYuan, feeYuan, freeFromYuan, ...rest } = typed
  const numbers = Object.fromEntries(wholeNumbers.map((name) => [name, rest[name]]))
  const free = freeFromYuan === null ? {} : { freeFromFen: fenOfYuan(freeFromYuan) }
  return {
    ...numbers,
    commissionRateBps: bpsOfPercent(commissionPercent),
    commissionCapFen: capYuan === null ? null : fenOfYuan(capYuan),
    shippingFee: { feeFen: fenOfYuan(feeYuan), regions: shippingFee.regions, ...free },
  }
}

export function SettingsForm({ current, isReadOnly }: { readonly current: Settings; readonly isReadOnly: boolean }) {
  const t = useTexts(settingsTexts)
  const { shopId } = useThisShop()
  const { message } = App.useApp()
  const change = useChange('change-settings')
  const save = (typed: Typed) =>
    change.mutate({ path: { shopId }, body: bodyOf(typed, current) }, { onSuccess: () => message.success(t('saved')) })
  return (
    <Form<Typed>
      layout="vertical"
      requiredMark={false}
      disabled={isReadOnly}
      initialValues={typedOf(current)}
      onFinish={save}
    >
      <div className="form-grid">
        {wholeNumbers.map((name) => (
          <Form.Item key={name} name={name} label={t(name)} rules={[{ required: true }]}>
            <InputNumber min={0} precision={0} />
          </Form.Item>
        ))}
        <Form.Item name="commissionPercent" label={t('commissionRate')} rules={[{ required: true }]}>
          <InputNumber min={0} max={100} precision={2} suffix="%" />
        </Form.Item>
        <Form.Item name="capYuan" label={t('commissionCap')}>
          <InputNumber min={0.01} precision={2} prefix="¥" />
        </Form.Item>
        <Form.Item name="feeYuan" label={t('shippingFee')} rules={[{ required: true }]}>
          <InputNumber min={0} precision={2} prefix="¥" />
        </Form.Item>
        <Form.Item name="freeFromYuan" label={t('freeFrom')}>
          <InputNumber min={0.01} precision={2} prefix="¥" />
        </Form.Item>
      </div>
      {change.error ? <Failure error={change.error} /> : null}
      {isReadOnly ? null : (
        <Button type="primary" htmlType="submit" loading={change.isPending}>
          {t('save')}
        </Button>
      )}
    </Form>
  )
}
