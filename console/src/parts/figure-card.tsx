import InfoCircleOutlined from '@ant-design/icons/es/icons/InfoCircleOutlined'
import { Button, Card, Popover } from 'antd'
import type { ReactNode } from 'react'
import { frameTexts } from '../app/frame-texts.ts'
import { useTexts } from '../i18n/texts.ts'
import { useMetrics } from './use-metrics.ts'
import './figure-card.css'

/** A picture or table of figures under a heading, with the definition of each figure in it. */
export function FigureCard({
  title,
  metricKeys = [],
  hint,
  extra,
  children,
}: {
  readonly title: string
  /** Keys of the figures it shows, as `GET /v1/metrics` has them. */
  readonly metricKeys?: readonly string[]
  /** A line under the heading. */
  readonly hint?: ReactNode
  /** What changes the view, beside the heading. */
  readonly extra?: ReactNode
  readonly children: ReactNode
}) {
  return (
    <Card className="figure">
      <header className="figure-head">
        <div>
          <h2>
            {title}
            {metricKeys.length === 0 ? null : <Definitions title={title} metricKeys={metricKeys} />}
          </h2>
          {hint === undefined ? null : <p className="page-hint">{hint}</p>}
        </div>
        {extra}
      </header>
      {children}
    </Card>
  )
}

function Definitions({ title, metricKeys }: { readonly title: string; readonly metricKeys: readonly string[] }) {
  const t = useTexts(frameTexts)
  const metric = useMetrics()
  const about = (
    <dl className="metric-about figure-about">
      {metricKeys.map((key) => (
        <div key={key}>
          <dt>{metric(key).title}</dt>
          <dd>{metric(key).definition}</dd>
        </div>
      ))}
    </dl>
  )
  return (
    <Popover content={about} trigger={['hover', 'click', 'focus']}>
      <Button type="text" size="small" icon={<InfoCircleOutlined />} aria-label={`${t('definition')}: ${title}`} />
    </Popover>
  )
}
