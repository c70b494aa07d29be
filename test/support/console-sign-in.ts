import { randomBytes } from 'node:crypto'
import { consoleSignInMinutes } from '../../domain/identity/console-sign-in.ts'
import type { identityEndpoints } from '../../functions/identity/endpoints.ts'
import type { Person } from '../../local/main-job/people.ts'
import type { OwnBackend } from './backend.ts'
import { once } from './once.ts'
import type { RefusalCases } from './refusal-cases.ts'
import { type Reply, type Request, send } from './request.ts'
import { newId, newPerson, newShop } from './shop.ts'

/** A page that wants to sign in. */
export type SignInPage = { readonly signInId: string; readonly secret: string }

export const newSecret = () => randomBytes(32).toString('base64url')

const path = ({ signInId }: SignInPage, rest = '') => `/v1/console-sign-ins/${signInId}${rest}`
export const beginRequest = ({ signInId, secret }: SignInPage): Request => ({
  method: 'POST',
  path: '/v1/console-sign-ins',
  body: { signInId, secret, device: 'Chrome · macOS' },
})
export const answerRequest = (page: SignInPage, phone: Person, answer: 'confirmation' | 'refusal'): Request => ({
  method: 'POST',
  path: path(page, `/${answer}`),
  token: phone.token,
})
export const redeemRequest = (page: SignInPage): Request => ({
  method: 'POST',
  path: path(page, '/session'),
  body: { secret: page.secret },
})

export const codeRequest = (page: SignInPage): Request => ({
  method: 'POST',
  path: path(page, '/mini-program-code'),
  body: { secret: page.secret },
})

type At = Pick<OwnBackend, 'apiUrl' | 'wechatUrl'>

/** A page that shows its code. */
export async function newSignInPage(at: At): Promise<SignInPage> {
  const page = { signInId: newId('sgn'), secret: newSecret() }
  await send(at, beginRequest(page))
  return page
}

/** The cookie that a reply sets, as the browser sends it back. */
export const cookieOf = (reply: Reply): string => reply.headers.getSetCookie()[0]?.split(';')[0] ?? ''

type Handlers = Extract<keyof typeof identityEndpoints, `${string}console${string}`>
type Cases = Pick<RefusalCases<typeof identityEndpoints>, Handlers>

/** A case for every refusal of the sign-in at the console. */
export function consoleSignInCases(backend: () => OwnBackend): Cases {
  const nobodysPage = { signInId: newId('sgn'), secret: newSecret() }
  const shown = () => newSignInPage(backend())
  const sharedShop = once(() => newShop(backend()))
  const owner = async () => (await sharedShop()).owner
  /** By somebody else: the same answer of the same person again is no news. */
  const answered = async (answer: 'confirmation' | 'refusal') => {
    const page = await shown()
    await send(backend(), answerRequest(page, (await newShop(backend())).owner, answer))
    return page
  }
  /** Its beginning is put back: another person's clock must not move. */
  const expired = async () => {
    const page = await shown()
    const createdAt = new Date(Date.now() - consoleSignInMinutes * 60_000).toISOString()
    const pk = `CONSOLE_SIGN_IN#${page.signInId}`
    await backend().database.set({ table: 'identity', pk, sk: 'CONSOLE_SIGN_IN' }, { createdAt })
    return page
  }
  const refusing = async (errcode: number) => {
    const effect = { kind: 'errcode', errcode } as const
    // The two languages of a refusal are two calls.
    backend().wechat.setFaults({ callFaults: [{ path: '/wxa/getwxacodeunlimit', times: 2, effect }] })
    return codeRequest(await shown())
  }
  const answers = (answer: 'confirmation' | 'refusal') => ({
    sign_in_not_found: async () => answerRequest(nobodysPage, await owner(), answer),
    sign_in_expired: async () => answerRequest(await expired(), await owner(), answer),
    sign_in_answered: async () => answerRequest(await answered('refusal'), await owner(), answer),
  })
  return {
    'begin-console-sign-in': {
      sign_in_id_reused: async () => ({
        ...beginRequest({ ...(await shown()), secret: newSecret() }),
        field: 'body.signInId',
      }),
    },
    'get-console-sign-in': {
      sign_in_not_found: async () => ({
        method: 'GET',
        path: path(nobodysPage),
        token: (await newPerson(backend())).token,
      }),
    },
    'confirm-console-sign-in': {
      ...answers('confirmation'),
      no_console_access: async () => answerRequest(await shown(), await newPerson(backend()), 'confirmation'),
    },
    'refuse-console-sign-in': answers('refusal'),
    'make-console-sign-in-code': {
      sign_in_not_found: async () => codeRequest({ ...(await shown()), secret: newSecret() }),
      sign_in_expired: async () => codeRequest(await expired()),
      wechat_too_frequent: () => refusing(45009),
      wechat_unavailable: () => refusing(-1),
    },
    'redeem-console-sign-in': {
      sign_in_not_found: async () => redeemRequest({ ...(await shown()), secret: newSecret() }),
      sign_in_refused: async () => redeemRequest(await answered('refusal')),
      sign_in_expired: async () => redeemRequest(await expired()),
      sign_in_used: async () => {
        const page = await answered('confirmation')
        await send(backend(), redeemRequest(page))
        return redeemRequest(page)
      },
    },
    'renew-console-session': {},
    'end-console-session': {},
  }
}
