import InfoCircleOutlined from '@ant-design/icons/es/icons/InfoCircleOutlined'
import { Button, Card, Popover } from 'antd'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { frameTexts } from '../app/frame-texts.ts'
import { useTexts } from '../i18n/texts.ts'

export type MetricCardProps = {
  readonly title: string
  /** As it is written; see `useFormat`. */
  readonly value: string
  /** What the figure counts, over whom, and as of when: shown on hover, tap or focus. */
  readonly definition: string
  /** How many it was measured over. */
  readonly n?: string
  /** 95 %, as it is written. */
  readonly interval?: { readonly low: string; readonly high: string }
  /** A line under the value. */
  readonly note?: ReactNode
  /** The way down to the rows behind the figure. */
  readonly to?: string
}

/** One figure, its definition, its n and the way to its rows. */
export function MetricCard({ title, value, definition, n, interval, note, to }: MetricCardProps) {
  const t = useTexts(frameTexts)
  const about = (
    <div className="metric-about">
      <p>{definition}</p>
      {n === undefined ? null : <p>{t('sample', { n })}</p>}
      {interval === undefined ? null : <p>{t('interval', interval)}</p>}
      {to === undefined ? null : <Link to={to}>{t('rows')}</Link>}
    </div>
  )
  return (
    <Card className="metric">
      <div className="metric-title">
        <span>{title}</span>
        <Popover content={about} title={title} trigger={['hover', 'click', 'focus']}>
          <Button type="text" size="small" icon={<InfoCircleOutlined />} aria-label={`${t('definition')}: ${title}`} />
        </Popover>
      </div>
      <div className="metric-value">{to === undefined ? value : <Link to={to}>{value}</Link>}</div>
      <div className="metric-note">
        {note}
        {n === undefined ? null : <span className="metric-n">{t('sample', { n })}</span>}
      </div>
    </Card>
  )
}
