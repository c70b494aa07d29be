import { Tag } from 'antd'
import type { ReactNode } from 'react'

/** What a state asks of who reads it: nothing, to do it, to do it now; that it moves by itself, or is well. */
export type Tone = 'calm' | 'todo' | 'urgent' | 'moving' | 'good'

/** A state in a word, in colours that can be read in both appearances; the library's own are too pale. */
export function StateTag({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  return (
    <Tag className={`tone tone-${tone}`} variant="filled">
      {children}
    </Tag>
  )
}
