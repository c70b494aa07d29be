import { Input } from 'antd'
import { useState } from 'react'
import { ConfirmButton } from './confirm-button.tsx'
import { reasonLengthMax } from './verdict.tsx'

/** To say no, in a row with other buttons: what is typed beside it is the reason, without which there is none. */
export function RejectButton({
  label,
  action,
  consequence,
  size = 'middle',
  onConfirm,
}: {
  /** Of the reason. */
  readonly label: string
  readonly action: string
  readonly consequence: string
  readonly size?: 'small' | 'middle'
  readonly onConfirm: (reason: string) => Promise<unknown>
}) {
  const [typed, setTyped] = useState('')
  const reason = typed.trim()
  return (
    <>
      <Input
        size={size}
        className="reject-reason"
        placeholder={label}
        aria-label={label}
        maxLength={reasonLengthMax}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <ConfirmButton
        danger
        size={size}
        disabled={reason === ''}
        action={action}
        consequence={consequence}
        onConfirm={() => onConfirm(reason)}
      />
    </>
  )
}
