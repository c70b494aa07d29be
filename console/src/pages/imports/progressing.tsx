import { Progress } from 'antd'
import { Link } from 'react-router'
import type { Item, Reply } from '../../api/call.ts'
import { useApi, useApiPages } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Answer } from '../../parts/answer.tsx'
import { DataTable } from '../../parts/data-table.tsx'
import { FigureCard } from '../../parts/figure-card.tsx'
import type { Columns } from '../../parts/rows-table.tsx'
import { Nothing } from '../../parts/states.tsx'
import { importTexts, reasonTexts } from './import-texts.ts'
import type { Sending } from './use-import.ts'

type RefusedLine = Item<'list-import-refused'>

/** How far a file is, also one that is sent from elsewhere or was sent before this page was loaded. */
export function Progressing({ fileId, sending }: { readonly fileId: string; readonly sending: Sending | undefined }) {
  const { shopId } = useThisShop()
  const progress = useApi('get-import', { path: { shopId, fileId } }, { live: true })
  return (
    <Answer of={progress}>
      {(known) => (
        <>
          <Told known={known} sending={sending} />
          <RefusedLines fileId={fileId} />
        </>
      )}
    </Answer>
  )
}

function Told({ known, sending }: { readonly known: Reply<'get-import'>; readonly sending: Sending | undefined }) {
  const t = useTexts(importTexts)
  const { count } = useFormat()
  const { shopId } = useThisShop()
  const { parts, rows, orders, refused, nextPart } = known
  const isDone = nextPart === null
  const isRunning = sending?.status === 'running'
  // What this page has sent it knows sooner.
  const partsDone = Math.max(known.partsDone, isRunning ? sending.partsDone : 0)
  const stopped = isRunning ? t('running') : t('stopped', { n: count(known.partsDone), of: count(parts) })
  return (
    <FigureCard
      title={isDone ? t('doneTitle') : stopped}
      hint={isDone || isRunning ? undefined : t('goOn')}
      extra={isDone ? <Link to={`/shops/${shopId}/repurchase`}>{t('toFigures')}</Link> : null}
    >
      <div className="stack" aria-live="polite">
        <Progress percent={Math.round((partsDone / parts) * 100)} aria-label={t('progress')} />
        <dl className="facts">
          <dt>{t('rows')}</dt>
          <dd>{count(rows)}</dd>
          <dt>{t('newOrders')}</dt>
          <dd>{count(orders)}</dd>
          <dt>{t('refused')}</dt>
          <dd>{count(refused)}</dd>
        </dl>
      </div>
    </FigureCard>
  )
}

function RefusedLines({ fileId }: { readonly fileId: string }) {
  const t = useTexts(importTexts)
  const tell = useTexts(reasonTexts)
  const { shopId } = useThisShop()
  const pages = useApiPages('list-import-refused', { path: { shopId, fileId }, query: {} }, { live: true })
  const columns: Columns<RefusedLine> = [
    { title: t('line'), key: 'line', render: (_, { line }) => t('lineNumber', { n: line }) },
    { title: t('column'), key: 'column', onPhone: 'aside', render: (_, { column }) => <code>{column}</code> },
    { title: t('reason'), key: 'reason', onPhone: 'wide', render: (_, { reason }) => tell(reason) },
  ]
  return (
    <DataTable
      pages={pages}
      columns={columns}
      rowKey={({ line, reason, column }) => `${line} ${reason} ${column}`}
      label={t('refused')}
      nothing={<Nothing text={t('noneRefused')} />}
    />
  )
}
