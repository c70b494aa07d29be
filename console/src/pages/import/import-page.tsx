import InboxOutlined from '@ant-design/icons/es/icons/InboxOutlined'
import { Alert, Button, Card, Progress, Segmented, Upload } from 'antd'
import { useState } from 'react'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Page } from '../../parts/page.tsx'
import { importTexts } from './import-texts.ts'
import { Refused } from './refused.tsx'
import type { FileKind } from './send-file.ts'
import { type Problem, useImport } from './use-import.ts'

const columnsOf = {
  orders: {
    required: 'order_id,customer_id,product_id,quantity,amount,timestamp',
    optional: 'refunded,referrer_id,channel',
  },
  refunds: { required: 'order_id,product_id,quantity,refund_id,customer_id,timestamp', optional: '' },
} as const

/** A shop's past from a CSV file, sent in parts by this page. */
export function ImportPage() {
  const t = useTexts(importTexts)
  const [kind, setKind] = useState<FileKind>('orders')
  const [file, setFile] = useState<File>()
  const { run, start, stop, reset } = useImport()
  const isSending = run.status === 'sending'
  const isBegun = run.status !== 'ready'
  const choose = (next: File) => {
    setFile(next)
    reset()
    return false
  }
  const { required, optional } = columnsOf[kind]
  return (
    <Page title={t('title')} hint={t('hint')}>
      <Card>
        <div className="stack">
          <Segmented<FileKind>
            aria-label={t('kind')}
            disabled={isSending}
            value={kind}
            options={[
              { value: 'orders', label: t('orders') },
              { value: 'refunds', label: t('refunds') },
            ]}
            onChange={(next) => {
              setKind(next)
              setFile(undefined)
              reset()
            }}
          />
          <dl className="facts">
            <dt>{t('columns')}</dt>
            <dd>
              <code>{required}</code>
            </dd>
            {optional === '' ? null : (
              <>
                <dt>{t('optional')}</dt>
                <dd>
                  <code>{optional}</code>
                </dd>
              </>
            )}
          </dl>
          <Upload.Dragger
            accept=".csv,text/csv"
            multiple={false}
            showUploadList={false}
            disabled={isSending}
            beforeUpload={choose}
          >
            <p>
              <InboxOutlined /> {file ? file.name : t('choose')}
            </p>
            <p className="page-hint">{t('chooseHint')}</p>
          </Upload.Dragger>
          <div className="row-actions">
            {isSending ? (
              <Button onClick={stop}>{t('stop')}</Button>
            ) : (
              <Button
                type="primary"
                disabled={file === undefined || run.status === 'finished'}
                onClick={() => file && start(file, kind)}
              >
                {t(isBegun && run.sent.parts > 0 ? 'goOn' : 'start')}
              </Button>
            )}
          </div>
          {run.problem ? <WhatIsWrong problem={run.problem} /> : null}
          {run.status === 'stopped' ? <Alert type="info" title={t('stopped')} /> : null}
        </div>
      </Card>
      {isBegun && file ? <Outcome run={run} kind={kind} fileBytes={file.size} /> : null}
    </Page>
  )
}

function WhatIsWrong({ problem }: { readonly problem: Problem }) {
  const t = useTexts(importTexts)
  if (problem.kind === 'api')
    return (
      <Alert
        type="error"
        showIcon
        title={t('failed')}
        description={`${problem.error.message} ${t('failedHint')}`.trim()}
      />
    )
  const line = problem.kind === 'tooLong' ? problem.line : 0
  return <Alert type="error" showIcon title={t(problem.kind, { line })} />
}

function Outcome({
  run: { status, sent },
  kind,
  fileBytes,
}: {
  readonly run: ReturnType<typeof useImport>['run']
  readonly kind: FileKind
  readonly fileBytes: number
}) {
  const t = useTexts(importTexts)
  const { count } = useFormat()
  const percent = status === 'finished' ? 100 : Math.floor((100 * sent.bytes) / Math.max(1, fileBytes))
  const bar = {
    finished: 'success',
    failed: 'exception',
    sending: 'active',
    stopped: 'normal',
    ready: 'normal',
  } as const
  return (
    <>
      <Card>
        <div className="stack">
          <Progress percent={percent} status={bar[status]} aria-label={t('progress')} />
          <div aria-live="polite">
            {status === 'finished' ? `${t('finished')} · ` : ''}
            {t('rows')} {count(sent.rows)}
            {kind === 'orders' ? ` · ${t('newOrders')} ${count(sent.orders)}` : ''} · {t('refused')}{' '}
            {count(sent.refused.length)}
          </div>
        </div>
      </Card>
      {status === 'finished' && sent.refused.length === 0 ? <p className="page-hint">{t('noneRefused')}</p> : null}
      {sent.refused.length === 0 ? null : <Refused lines={sent.refused} />}
    </>
  )
}
