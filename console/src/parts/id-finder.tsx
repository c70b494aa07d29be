import { Input } from 'antd'

/** Leads to somebody or something by an id as it stands in a message or a file. */
export function IdFinder({ label, onFind }: { readonly label: string; readonly onFind: (id: string) => void }) {
  const find = (typed: string) => {
    const id = typed.trim()
    if (id !== '') onFind(id)
  }
  return <Input.Search className="id-finder" placeholder={label} aria-label={label} allowClear onSearch={find} />
}
