import { Tag } from 'antd'
import type { Item } from '../../api/call.ts'
import { useTexts } from '../../i18n/texts.ts'
import { productStatusTexts } from './product-texts.ts'

type Status = Item<'list-catalog'>['status']
const colours: Readonly<Record<Status, string>> = { draft: 'orange', on_sale: 'green', off_shelf: 'default' }

export function ProductStatusTag({ status }: { readonly status: Status }) {
  const t = useTexts(productStatusTexts)
  return <Tag color={colours[status]}>{t(status)}</Tag>
}

/** A variant's choices in few words: `红 / M`; the given word for a product with one variant and no choice. */
export const optionsText = (options: Readonly<Record<string, string>>, none: string): string =>
  Object.values(options).join(' / ') || none
