import { Button, Segmented } from 'antd'
import { type ChangeEvent, useRef, useState } from 'react'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { FigureCard } from '../../parts/figure-card.tsx'
import { Page } from '../../parts/page.tsx'
import { Failure } from '../../parts/states.tsx'
import { useViewState } from '../../parts/use-view-state.ts'
import { importTexts } from './import-texts.ts'
import { Progressing } from './progressing.tsx'
import { fileMbMax, isTooLarge } from './read-file.ts'
import { type ImportKind, useImport } from './use-import.ts'

const columns = {
  orders: {
    needed: ['order_id', 'customer_id', 'product_id', 'quantity', 'amount', 'timestamp'],
    optional: ['refunded', 'referrer_id', 'channel'],
  },
  refunds: {
    needed: ['order_id', 'product_id', 'quantity', 'refund_id', 'customer_id', 'timestamp'],
    optional: [],
  },
} as const satisfies Readonly<Record<ImportKind, object>>

/** A shop's past from a file: chosen, sent part by part, and told line by line what was left out. The address has the file. */
export function ImportsPage() {
  const t = useTexts(importTexts)
  const { shopId } = useThisShop()
  const [{ file: fileId }, setView] = useViewState(['file'])
  const [kind, setKind] = useState<ImportKind>('orders')
  const [file, setFile] = useState<File>()
  const input = useRef<HTMLInputElement>(null)
  const { sending, run } = useImport(shopId, (known) => setView({ file: known }))
  const isRunning = sending?.status === 'running'
  const start = (chosen: File) => {
    setView({ file: undefined })
    run(kind, chosen)
  }
  const choose = ({ target }: ChangeEvent<HTMLInputElement>) => {
    setFile(target.files?.[0])
    target.value = ''
  }
  return (
    <Page title={t('title')} hint={t('hint')}>
      <FigureCard
        title={t('kind')}
        hint={<ColumnsOf kind={kind} />}
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
          {file === undefined || isTooLarge(file) ? null : (
            <Button type="primary" loading={isRunning} onClick={() => start(file)}>
              {t('start', { name: file.name })}
            </Button>
          )}
        </div>
        {file && isTooLarge(file) ? <p role="alert">{t('tooLarge', { name: file.name, mb: fileMbMax })}</p> : null}
        {sending?.status === 'stopped' ? <Failure error={sending.error} /> : null}
        {sending?.status === 'empty' ? <p role="alert">{t('empty')}</p> : null}
      </FigureCard>
      {fileId === undefined ? null : <Progressing fileId={fileId} sending={sending} />}
    </Page>
  )
}

/** The names that a file's first line has, as they are to be written. */
function ColumnsOf({ kind }: { readonly kind: ImportKind }) {
  const t = useTexts(importTexts)
  const { needed, optional } = columns[kind]
  const names = (all: readonly string[]) =>
    all.map((name) => (
      <code key={name} className="column-name">
        {name}
      </code>
    ))
  return (
    <>
      {t('firstLine')} {names(needed)}
      {optional.length === 0 ? null : (
        <>
          {' '}
          {t('optional')} {names(optional)}
        </>
      )}{' '}
      {kind === 'orders' ? t('amountHint') : null} {t('sizeHint', { mb: fileMbMax })}
    </>
  )
}
