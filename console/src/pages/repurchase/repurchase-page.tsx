import { Button, Input } from 'antd'
import type { Reply } from '../../api/call.ts'
import { useApi } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Answer } from '../../parts/answer.tsx'
import { Page } from '../../parts/page.tsx'
import { Nothing } from '../../parts/states.tsx'
import { useViewState } from '../../parts/use-view-state.ts'
import { CohortMap } from './cohort-map.tsx'
import { Headline } from './headline.tsx'
import { Histogram } from './histogram.tsx'
import { Lifecycle } from './lifecycle.tsx'
import { repurchaseTexts } from './repurchase-texts.ts'
import { Windows } from './windows.tsx'
import './repurchase.css'

export function RepurchasePage() {
  const t = useTexts(repurchaseTexts)
  const { shopId } = useThisShop()
  const [{ asOf }] = useViewState(['asOf'])
  const query = asOf === undefined ? {} : { asOf }
  const figures = useApi('get-shop-repurchase', { path: { shopId }, query }, { live: true })
  const { data } = figures
  const hint = data && t('hint', { asOf: data.asOf, version: data.definitionVersion })
  return (
    <Page title={t('title')} hint={hint} actions={<AsOfPicker shown={data?.asOf} />}>
      <Answer of={figures}>{(answer) => <Figures answer={answer} asOf={asOf} />}</Answer>
    </Page>
  )
}

function Figures({
  answer,
  asOf,
}: {
  readonly answer: Reply<'get-shop-repurchase'>
  readonly asOf: string | undefined
}) {
  const t = useTexts(repurchaseTexts)
  const { shopId } = useThisShop()
  if (answer.customers === 0) return <Nothing text={t('nothing')} />
  const day = asOf === undefined ? '' : `?asOf=${asOf}`
  return (
    <>
      <Headline figures={answer} toCustomers={(key) => `/shops/${shopId}/repurchase/${key}${day}`} />
      <CohortMap cohorts={answer.cohorts} />
      <Lifecycle months={answer.months} />
      <div className="grid-wide">
        <Windows withinDays={answer.withinDays} />
        <Histogram histogram={answer.histogram} />
      </div>
      <Checked answer={answer} />
    </>
  )
}

/** Any past day can be looked at; the day is in the address. */
function AsOfPicker({ shown }: { readonly shown: string | undefined }) {
  const t = useTexts(repurchaseTexts)
  const [{ asOf }, setView] = useViewState(['asOf'])
  const { day } = useFormat()
  return (
    <>
      {asOf === undefined ? null : <Button onClick={() => setView({ asOf: undefined })}>{t('today')}</Button>}
      <Input
        className="as-of"
        type="date"
        aria-label={t('asOf')}
        addonBefore={t('asOf')}
        max={day(new Date().toISOString())}
        value={asOf ?? shown ?? ''}
        onChange={({ target }) => setView({ asOf: target.value })}
      />
    </>
  )
}

/** What the nightly computation from the orders found. */
function Checked({ answer: { driftCells, driftCheckedAt } }: { readonly answer: Reply<'get-shop-repurchase'> }) {
  const t = useTexts(repurchaseTexts)
  const { moment } = useFormat()
  const told = () => {
    if (driftCells === null || driftCheckedAt === null) return t('notChecked')
    return driftCells === 0 ? t('noDrift', { at: moment(driftCheckedAt) }) : t('drift', { n: driftCells })
  }
  return <p className="page-hint">{told()}</p>
}
