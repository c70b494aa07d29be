import { createPrivateKey } from 'node:crypto'
import { SignJWT } from 'jose'
import { beforeEach, expect, test } from 'vitest'
import { Refused } from '../../functions/shared/http/refusals.ts'
import { logIn, openShop, refusalOf, shopId } from './steps.ts'
import { createWorld, newKeys, type World } from './world.ts'

let world: World
let session: Awaited<ReturnType<typeof logIn>>
beforeEach(async () => {
  world = createWorld()
  session = await logIn(world, 'fang')
})

/** What a token is worth: the caller, or the code of the refusal. */
async function worth(token: string, shop?: string) {
  try {
    return await world.identify(token, shop)
  } catch (error) {
    if (error instanceof Refused) return error.code
    throw error
  }
}

/** A token with claims of our own, signed by a key of our own. */
function forge(claims: { sub?: string; sid?: string; iss?: string; aud?: string }, keys = world.keys) {
  const [, payload = ''] = session.accessToken.split('.')
  const genuine = JSON.parse(Buffer.from(payload, 'base64url').toString())
  const key = createPrivateKey({ key: keys.privateJwk, format: 'jwk' })
  return new SignJWT({ ...genuine, ...claims }).setProtectedHeader({ alg: 'EdDSA' }).sign(key)
}

test('a token tells the customer, the session, and the role in the shop of the path', async () => {
  await openShop(world, session)
  const { customerId } = session
  expect(await worth(session.accessToken, shopId())).toMatchObject({
    customerId,
    isOperator: false,
    roleInShop: 'owner',
  })
  expect(await worth(session.accessToken, shopId(2))).not.toHaveProperty('roleInShop')
  expect(await worth(await forge({}))).toMatchObject({ customerId })
})

test('an operator is told by the environment, not by the token', async () => {
  world.operators.add(session.customerId)
  expect(await worth(session.accessToken)).toMatchObject({ isOperator: true })
})

test('a token is refused as expired after two hours, by our clock', async () => {
  world.clock.now = '2026-03-01T09:59:59.000Z'
  expect(await worth(session.accessToken)).toMatchObject({ customerId: session.customerId })
  world.clock.now = '2026-03-01T10:00:00.000Z'
  expect(await worth(session.accessToken)).toBe('session_expired')
})

test('refuses a token of another key, audience, issuer, session or customer', async () => {
  const other = await logIn(world, 'other')
  expect(await worth(await forge({}, newKeys()))).toBe('unauthenticated')
  expect(await worth(await forge({ aud: 'another-api' }))).toBe('unauthenticated')
  expect(await worth(await forge({ iss: 'somebody' }))).toBe('unauthenticated')
  expect(await worth(await forge({ sid: 'ses_00000000000000000000000009' }))).toBe('unauthenticated')
  expect(await worth(await forge({ sub: other.customerId }))).toBe('unauthenticated')
  expect(await worth(await forge({ sub: 'root' }))).toBe('unauthenticated')
})

test('refuses a token without a signature, and a refresh token in its place', async () => {
  const [, payload] = session.accessToken.split('.')
  const none = Buffer.from('{"alg":"none"}').toString('base64url')
  expect(await worth(`${none}.${payload}.`)).toBe('unauthenticated')
  expect(await worth(session.refreshToken)).toBe('unauthenticated')
})

test('a token whose session has ended is worth nothing at once', async () => {
  const { headers } = session
  expect((await world.call({ method: 'DELETE', path: '/v1/sessions/current', headers })).status).toBe(204)
  expect(await worth(session.accessToken)).toBe('unauthenticated')
  expect(refusalOf(await world.call({ method: 'GET', path: '/v1/me', headers }))).toEqual([
    401,
    'unauthenticated',
    'authorization',
  ])
})
