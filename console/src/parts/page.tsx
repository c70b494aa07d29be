import { Typography } from 'antd'
import { type ReactNode, useEffect } from 'react'
import { frameTexts } from '../app/frame-texts.ts'
import { useTexts } from '../i18n/texts.ts'

/** A page's head and body: its one heading, what may be done, and the rest in cards. */
export function Page({
  title,
  hint,
  actions,
  children,
}: {
  readonly title: string
  /** One line under the heading: what one sees here. */
  readonly hint?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
}) {
  const t = useTexts(frameTexts)
  useEffect(() => {
    document.title = `${title} · ${t('name')}`
  }, [title, t])
  return (
    <section className="page">
      <header className="page-head">
        <div>
          <Typography.Title level={1}>{title}</Typography.Title>
          {hint === undefined ? null : <p className="page-hint">{hint}</p>}
        </div>
        {actions === undefined ? null : <div className="page-actions">{actions}</div>}
      </header>
      {children}
    </section>
  )
}
