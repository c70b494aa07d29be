import { Button, Progress, Segmented } from 'antd'
import { type ChangeEvent, useRef, useState } from 'react'
import { Link } from 'react-router'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { FigureCard } from '../../parts/figure-card.tsx'
import { Page } from '../../parts/page.tsx'
import { RowsTable } from '../../parts/rows-table.tsx'
import { Failure } from '../../parts/states.tsx'
import { importTexts, reasonTexts } from './import-texts.ts'
import { type Import, type ImportKind, type RefusedLine, useImport } from './use-import.ts'

const rowsOfPage = 20

/** A shop's past from a file: chosen, sent part by part, and told line by line what was left out. */
export function ImportsPage() {
  const t = useTexts(importTexts)
  const { shopId } = useThisShop()
  const [kind, setKind] = useState<ImportKind>('orders')
  const [file, setFile] = useState<File>()
  const input = useRef<HTMLInputElement>(null)
  const { state, run } = useImport(shopId)
  const isRunning = state?.status === 'running'
  const choose = ({ target }: ChangeEvent<HTMLInputElement>) => {
    setFile(target.files?.[0])
    target.value = ''
  }
  return (
    <Page title={t('title')} hint={t('hint')}>
      <FigureCard
        title={t('kind')}
        hint={t(kind === 'orders' ? 'columnsOrders' : 'columnsRefunds')}
        extra={
          <Segmented<ImportKind>
            aria-label={t('kind')}
            value={kind}
            disabled={isRunning}
            options={(['orders', 'refunds'] as const).map((value) => ({ value, label: t(value) }))}
            onChange={setKind}
          />
        }
      >
        <div className="row-actions">
          <input ref={input} type="file" hidden accept=".csv,text/csv" aria-label={t('choose')} onChange={choose} />
          <Button disabled={isRunning} onClick={() => input.current?.click()}>
            {t('choose')}
          </Button>
          {file === undefined ? null : (
            <Button type="primary" loading={isRunning} onClick={async () => run(kind, await file.text())}>
              {t('start', { name: file.name })}
            </Button>
          )}
        </div>
      </FigureCard>
      {state === undefined ? null : <Told state={state} />}
    </Page>
  )
}

function Told({ state }: { readonly state: Import }) {
  const t = useTexts(importTexts)
  const { count } = useFormat()
  const { shopId } = useThisShop()
  const { status, parts, partsDone, rows, orders, refused, error } = state
  const titles = { running: t('running'), done: t('doneTitle'), stopped: t('stopped', { n: partsDone + 1 }) }
  return (
    <FigureCard
      title={parts === 0 ? t('empty') : titles[status]}
      extra={status === 'done' ? <Link to={`/shops/${shopId}/repurchase`}>{t('toFigures')}</Link> : null}
    >
      <div className="stack" aria-live="polite">
        {parts === 0 ? null : <Progress percent={Math.round((partsDone / parts) * 100)} aria-label={t('progress')} />}
        {error === undefined ? null : <Failure error={error} />}
        <dl className="facts">
          <dt>{t('rows')}</dt>
          <dd>{count(rows)}</dd>
          <dt>{t('newOrders')}</dt>
          <dd>{count(orders)}</dd>
          <dt>{t('refused')}</dt>
          <dd>{refused.length === 0 ? t('noneRefused') : count(refused.length)}</dd>
        </dl>
        {refused.length === 0 ? null : <RefusedLines refused={refused} />}
      </div>
    </FigureCard>
  )
}

function RefusedLines({ refused }: { readonly refused: readonly RefusedLine[] }) {
  const t = useTexts(importTexts)
  const tell = useTexts(reasonTexts)
  return (
    <RowsTable
      label={t('refused')}
      rowKey={({ line, reason, column }) => `${line} ${reason} ${column}`}
      columns={[
        { title: t('line'), key: 'line', render: (_, { line }) => t('lineNumber', { n: line }) },
        { title: t('column'), key: 'column', render: (_, { column }) => column },
        { title: t('reason'), key: 'reason', onPhone: 'wide', render: (_, { reason }) => tell(reason) },
      ]}
      rows={refused}
      pageSize={rowsOfPage}
    />
  )
}
