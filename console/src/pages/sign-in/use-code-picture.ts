import { useEffect, useState } from 'react'
import { ApiError } from '../../api/api-error.ts'
import { call } from '../../api/call.ts'

/** What of a sign-in WeChat's code is made for. */
type Begun = { readonly signInId: string; readonly secret: string }

/** The address of a sign-in's mini-program code; `pending` until WeChat has made it, `none` where it makes none. */
export function useCodePicture(signIn: Begun | undefined): string {
  const [picture, setPicture] = useState('pending')
  const { signInId, secret } = signIn ?? {}
  useEffect(() => {
    if (signInId === undefined || secret === undefined) return undefined
    let made: string | undefined
    let isGone = false
    drawCode({ signInId, secret }).then((drawn) => {
      made = drawn
      if (!isGone) setPicture(drawn ?? 'none')
      else if (drawn !== undefined) URL.revokeObjectURL(drawn)
    })
    return () => {
      isGone = true
      if (made !== undefined) URL.revokeObjectURL(made)
    }
  }, [signInId, secret])
  return picture
}

/** Undefined where there is none: the number under it does as well. */
async function drawCode({ signInId, secret }: Begun): Promise<string | undefined> {
  try {
    const { contentType, picture } = await call('make-console-sign-in-code', { path: { signInId }, body: { secret } })
    const bytes = Uint8Array.from(atob(picture), (character) => character.charCodeAt(0))
    return URL.createObjectURL(new Blob([bytes], { type: contentType }))
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return undefined
  }
}
