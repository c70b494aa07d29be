import { Input } from 'antd'
import { useState } from 'react'
import { ConfirmButton } from './confirm-button.tsx'

/** Longest reason that the API takes. */
export const reasonLengthMax = 200

export type Choice = {
  readonly action: string
  readonly consequence: string
  readonly danger?: boolean
  readonly onConfirm: (reason: string) => Promise<unknown>
}

/** A decision that is given with a reason: each choice says what it will do. */
export function Verdict({ label, choices }: { readonly label: string; readonly choices: readonly Choice[] }) {
  const [typed, setTyped] = useState('')
  const reason = typed.trim()
  return (
    <div className="stack">
      <Input
        placeholder={label}
        aria-label={label}
        maxLength={reasonLengthMax}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <div className="row-actions">
        {choices.map(({ action, consequence, danger = false, onConfirm }) => (
          <ConfirmButton
            key={action}
            action={action}
            consequence={consequence}
            danger={danger}
            disabled={reason === ''}
            onConfirm={() => onConfirm(reason)}
          />
        ))}
      </div>
    </div>
  )
}
