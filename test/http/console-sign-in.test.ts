import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'
import { consoleSignInMinutes } from '../../domain/identity/console-sign-in.ts'
import { logIn } from '../../local/main-job/people.ts'
import { type OwnBackend, operatorName, startOwnBackend } from '../support/backend.ts'
import {
  answerRequest,
  beginRequest,
  codeRequest,
  cookieOf,
  newSignInPage,
  redeemRequest,
} from '../support/console-sign-in.ts'
import { textsOf } from '../support/png.ts'
import { refusalOf, send } from '../support/request.ts'
import { newShop, newStaff } from '../support/shop.ts'

type Session = { readonly customerId: string; readonly accessToken: string; readonly expiresAt: string }

let at: OwnBackend
beforeAll(async () => {
  at = await startOwnBackend()
})
afterAll(() => at.close())

const told = (request: Parameters<typeof send>[1]) => send(at, request).then(refusalOf)
const whoAmI = (token: string) => told({ method: 'GET', path: '/v1/me', token })
const renew = (cookie: string) => send(at, { method: 'POST', path: '/v1/console-session', headers: { cookie } })

test('a page is signed in as who confirms on the phone, with the refresh token where no script reads it', async () => {
  const { owner } = await newShop(at)
  const page = await newSignInPage(at)
  const shown = { method: 'GET', path: `/v1/console-sign-ins/${page.signInId}`, token: owner.token }
  expect((await send(at, shown)).body).toMatchObject({ device: 'Chrome · macOS', status: 'waiting' })
  expect((await send(at, redeemRequest(page))).body).toEqual({ status: 'waiting' })
  expect(await told(answerRequest(page, owner, 'confirmation'))).toBe('204')
  const reply = await send(at, redeemRequest(page))
  const { status, session } = reply.body as { status: string; session: Session }
  expect([status, session.customerId]).toEqual(['signed_in', owner.customerId])
  expect(Object.keys(session).sort()).toEqual(['accessToken', 'customerId', 'expiresAt'])
  const [cookie = ''] = reply.headers.getSetCookie()
  for (const attribute of ['HttpOnly', 'Secure', 'SameSite=Strict', 'Path=/v1/console-session'])
    expect(cookie).toContain(attribute)
  expect(await whoAmI(session.accessToken)).toBe('200')
})

test('its cookie renews the session, each time with another one, and signing out ends it', async () => {
  const { owner } = await newShop(at)
  const page = await newSignInPage(at)
  await send(at, answerRequest(page, owner, 'confirmation'))
  const first = await send(at, redeemRequest(page))
  const renewed = await renew(cookieOf(first))
  const { accessToken, customerId } = (renewed.body as { session: Session }).session
  expect(customerId).toBe(owner.customerId)
  expect(cookieOf(renewed)).not.toBe(cookieOf(first))
  const out = await send(at, { method: 'DELETE', path: '/v1/console-session', token: accessToken })
  expect([out.status, cookieOf(out)]).toEqual([204, 'huitou_console='])
  expect(await whoAmI(accessToken)).toBe('401 unauthenticated authorization')
  for (const cookie of [cookieOf(renewed), cookieOf(first), 'huitou_console=made.up', ''])
    expect((await renew(cookie)).body).toEqual({ session: null })
})

test('staff and operators may confirm, too; the same answer twice is one', async () => {
  const shop = await newShop(at)
  for (const phone of [await newStaff(at, shop), await logIn(at, operatorName)]) {
    const page = await newSignInPage(at)
    for (let again = 0; again < 2; again++) expect(await told(answerRequest(page, phone, 'confirmation'))).toBe('204')
    expect((await send(at, redeemRequest(page))).body).toMatchObject({ session: { customerId: phone.customerId } })
  }
})

test('of two phones that scan one code the first one counts', async () => {
  const [{ owner: first }, { owner: second }] = [await newShop(at), await newShop(at)]
  const page = await newSignInPage(at)
  const answers = await Promise.all([first, second].map((phone) => told(answerRequest(page, phone, 'confirmation'))))
  expect(answers.sort()).toEqual(['204', '409 sign_in_answered'])
  expect(await told(answerRequest(page, second, 'refusal'))).toBe('409 sign_in_answered')
})

test('the code that a page shows opens the mini-program at the sign-in, for who began it', async () => {
  const page = await newSignInPage(at)
  const { status, body } = await send(at, codeRequest(page))
  const { contentType, picture } = z.object({ contentType: z.string(), picture: z.base64() }).parse(body)
  expect([status, contentType]).toEqual([200, 'image/png'])
  expect(textsOf(Buffer.from(picture, 'base64'))).toEqual({ page: 'pages/sign-in/index', scene: page.signInId })
})

test('ten pages with one secret get one session', async () => {
  const { owner } = await newShop(at)
  const page = await newSignInPage(at)
  await send(at, answerRequest(page, owner, 'confirmation'))
  const answers = await Promise.all(Array.from({ length: 10 }, () => told(redeemRequest(page))))
  expect(answers.filter((answer) => answer === '200')).toHaveLength(1)
  expect(new Set(answers)).toEqual(new Set(['200', '409 sign_in_used']))
})

test('a code that nobody answers is over after its minutes, and is not begun anew', async () => {
  const { owner } = await newShop(at)
  const page = await newSignInPage(at)
  await at.advanceMinutes(consoleSignInMinutes)
  const phone = await logIn(at, owner.name)
  expect(await told(answerRequest(page, phone, 'confirmation'))).toBe('409 sign_in_expired')
  expect(await told(beginRequest(page))).toBe('201')
  expect(await told(redeemRequest(page))).toBe('409 sign_in_expired')
})
