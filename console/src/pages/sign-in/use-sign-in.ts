import { useEffect, useState } from 'react'
import { ApiError } from '../../api/api-error.ts'
import { call } from '../../api/call.ts'
import { newId } from '../../api/new-id.ts'
import { startSession } from '../../api/session.ts'
import { deviceName } from './device-name.ts'
import { newSecret } from './new-secret.ts'

/** How often the page asks whether the phone has confirmed. */
const pollMs = 1_500

/** `waiting` with the code to be shown; otherwise why it is over, and a new one is to be asked for. */
export type SignIn =
  | { readonly status: 'preparing' | 'expired' | 'refused' | 'failed' }
  | { readonly status: 'waiting'; readonly signInId: string; readonly secret: string }

/** A sign-in from its code to its session; another one is another component. */
export function useSignIn(): SignIn {
  const [signIn, setSignIn] = useState<SignIn>({ status: 'preparing' })
  useEffect(() => {
    const stop = new AbortController()
    const show = (next: SignIn) => !stop.signal.aborted && setSignIn(next)
    follow(show, stop.signal).catch((error: unknown) => show({ status: endOf(error) }))
    return () => stop.abort()
  }, [])
  return signIn
}

async function follow(show: (signIn: SignIn) => void, signal: AbortSignal): Promise<void> {
  const [signInId, secret] = [newId('sgn'), newSecret()]
  await call('begin-console-sign-in', { body: { signInId, secret, device: deviceName(navigator.userAgent) } })
  show({ status: 'waiting', signInId, secret })
  while (!signal.aborted) {
    await new Promise((resolve) => setTimeout(resolve, pollMs))
    const answer = await call('redeem-console-sign-in', { path: { signInId }, body: { secret } })
    if (answer.status === 'signed_in') return startSession(answer.session)
  }
}

function endOf(error: unknown): 'expired' | 'refused' | 'failed' {
  if (!(error instanceof ApiError)) throw error
  switch (error.code) {
    case 'sign_in_expired':
    case 'sign_in_not_found':
    case 'sign_in_used':
      return 'expired'
    case 'sign_in_refused':
      return 'refused'
    default:
      return 'failed'
  }
}
