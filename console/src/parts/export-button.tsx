import DownloadOutlined from '@ant-design/icons/es/icons/DownloadOutlined'
import { Button } from 'antd'
import { fetchOperation, type Input, type OperationId } from '../api/call.ts'
import { frameTexts } from '../app/frame-texts.ts'
import { useTexts } from '../i18n/texts.ts'
import { useTask } from './use-task.ts'

/** Spreadsheet programs take a file for UTF-8 only when it says so. */
const byteOrderMark = '\uFEFF'

/** Saves a list that the API gives as CSV in pages, whole. */
export function ExportButton<Id extends OperationId>({
  id,
  input,
  fileName,
}: {
  readonly id: Id
  readonly input: Input<Id>
  readonly fileName: string
}) {
  const t = useTexts(frameTexts)
  const { isBusy, run } = useTask(async () => saveText(fileName, await readAll(id, input)))
  return (
    <Button icon={<DownloadOutlined />} loading={isBusy} onClick={run}>
      {t('export')}
    </Button>
  )
}

/** Every page of it; the line of headings once. */
async function readAll<Id extends OperationId>(id: Id, input: Input<Id>): Promise<string> {
  const pages: string[] = []
  let cursor: string | null = null
  do {
    const query: object = { ...(input as { query?: object }).query, ...(cursor === null ? {} : { cursor }) }
    const response: Response = await fetchOperation(id, { ...input, query })
    const text = await response.text()
    pages.push(pages.length === 0 ? text : text.slice(text.indexOf('\n') + 1))
    cursor = nextCursor(response.headers.get('link'))
  } while (cursor !== null)
  return pages.join('')
}

function nextCursor(link: string | null): string | null {
  const next = /<([^>]+)>; rel="next"/.exec(link ?? '')?.[1]
  return next === undefined ? null : new URL(next, location.origin).searchParams.get('cursor')
}

/** Saves a text that is CSV as a file. */
function saveText(fileName: string, text: string): void {
  const url = URL.createObjectURL(new Blob([byteOrderMark + text], { type: 'text/csv' }))
  const anchor = Object.assign(document.createElement('a'), { href: url, download: fileName })
  anchor.click()
  URL.revokeObjectURL(url)
}
