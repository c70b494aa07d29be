import DisconnectOutlined from '@ant-design/icons/es/icons/DisconnectOutlined'
import { Alert, Button, Empty, Result, Skeleton } from 'antd'
import type { ReactNode } from 'react'
import type { ApiError } from '../api/api-error.ts'
import { frameTexts } from '../app/frame-texts.ts'
import { useTexts } from '../i18n/texts.ts'

/** The shape of what is to come, not a wheel. */
export function Loading({ rows = 4 }: { readonly rows?: number }) {
  const t = useTexts(frameTexts)
  return (
    <div role="status" aria-label={t('loading')} className="part-loading">
      <Skeleton active title={false} paragraph={{ rows }} />
    </div>
  )
}

/** Nothing there, and what to do about it. */
export function Nothing({ text, children }: { readonly text?: string; readonly children?: ReactNode }) {
  const t = useTexts(frameTexts)
  return (
    <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={text ?? t('empty')} className="part-nothing">
      {children}
    </Empty>
  )
}

/** Why something cannot be shown: no right to it, no network, or a fault, which may be tried again. */
export function Failure({ error, onRetry }: { readonly error: ApiError; readonly onRetry?: (() => void) | undefined }) {
  const t = useTexts(frameTexts)
  if (error.status === 403 || error.code === 'not_found') return <NoPermission />
  // Nothing there yet is no fault: the refusal says in its own words what is missing.
  if (error.status === 404) return <Nothing text={error.message} />
  const isOffline = error.code === 'offline'
  const hint = isOffline ? t('offlineHint') : error.message
  return (
    <Alert
      type={isOffline ? 'warning' : 'error'}
      showIcon
      {...(isOffline ? { icon: <DisconnectOutlined /> } : {})}
      title={isOffline ? t('offline') : t('failed')}
      description={
        <>
          <div>{hint}</div>
          {error.requestId === undefined ? null : <small>{t('request', { id: error.requestId })}</small>}
        </>
      }
      {...(onRetry ? { action: <Button onClick={onRetry}>{t('retry')}</Button> } : {})}
    />
  )
}

export function NoPermission() {
  const t = useTexts(frameTexts)
  return <Result status="403" title={t('noPermission')} subTitle={t('noPermissionHint')} icon={<span />} />
}
