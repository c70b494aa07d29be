import type { Item } from '../../api/call.ts'
import { useTexts } from '../../i18n/texts.ts'
import { StateTag, type Tone } from '../../parts/state-tag.tsx'
import { productStatusTexts } from './product-texts.ts'

type Status = Item<'list-catalog'>['status']
const tones: Readonly<Record<Status, Tone>> = { draft: 'todo', on_sale: 'good', off_shelf: 'calm' }

export function ProductStatusTag({ status }: { readonly status: Status }) {
  const t = useTexts(productStatusTexts)
  return <StateTag tone={tones[status]}>{t(status)}</StateTag>
}

/** A variant's choices in few words: `红 / M`; the given word for a product with one variant and no choice. */
export const optionsText = (options: Readonly<Record<string, string>>, none: string): string =>
  Object.values(options).join(' / ') || none
