import { Button, type TableProps } from 'antd'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { saveText } from '../../parts/export-button.tsx'
import { FigureCard } from '../../parts/figure-card.tsx'
import { PlainTable } from '../../parts/plain-table.tsx'
import { importTexts, reasonTexts } from './import-texts.ts'
import type { RefusedLine } from './send-file.ts'

/** A file may be refused as a whole; so many show what is wrong with it. */
const shownMax = 200
const pageSize = 20

/** The report of the lines that were left out. */
export function Refused({ lines }: { readonly lines: readonly RefusedLine[] }) {
  const t = useTexts(importTexts)
  const reasons = useTexts(reasonTexts)
  const { count } = useFormat()
  const columns: NonNullable<TableProps<RefusedLine>['columns']> = [
    { title: t('line'), key: 'line', className: 'amount', render: (_, { line }) => count(line) },
    { title: t('column'), key: 'column', render: (_, { column }) => column },
    { title: t('reason'), key: 'reason', render: (_, { reason }) => reasons(reason) },
  ]
  // Reasons and columns have no sign that CSV would want in quotes, but for a text in a language that has commas.
  const save = () => {
    const rows = lines.map(({ line, column, reason }) => `${line},${column},${reason},"${reasons(reason)}"`)
    saveText('refused.csv', ['line,column,reason,meaning', ...rows].join('\r\n'))
  }
  return (
    <FigureCard
      title={t('refused')}
      hint={lines.length > shownMax ? t('refusedShown', { n: count(shownMax) }) : undefined}
      extra={<Button onClick={save}>{t('report')}</Button>}
    >
      <PlainTable
        label={t('refused')}
        columns={columns}
        dataSource={lines.slice(0, shownMax)}
        rowKey={({ line, column, reason }) => `${line} ${column} ${reason}`}
        pagination={lines.length > pageSize ? { pageSize, showSizeChanger: false } : false}
      />
    </FigureCard>
  )
}
