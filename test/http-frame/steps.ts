import * as z from 'zod'
import { SessionReply } from '../../functions/identity/session-reply.ts'
import type { World } from './world.ts'

const Body = z.object({ error: z.object({ code: z.string(), field: z.string().optional() }) })

/** Status, code and field of an error reply. */
export function refusalOf(reply: { readonly status: number; readonly body: unknown }) {
  const { code, field } = Body.parse(reply.body).error
  return field === undefined ? [reply.status, code] : [reply.status, code, field]
}

export const bearer = (accessToken: string) => ({ authorization: `Bearer ${accessToken}` })

/** Logs the person with that openid in. */
export async function logIn(world: World, openid: string, more: { readonly visitorId?: string } = {}) {
  const reply = await world.call({ method: 'POST', path: '/v1/sessions', body: { code: openid, ...more } })
  if (reply.status !== 201) throw new Error(JSON.stringify(reply.body))
  const session = SessionReply.parse(reply.body)
  return { ...session, headers: bearer(session.accessToken) }
}

export const shopId = (number = 1) => `shp_${String(number).padStart(26, '0')}`

/** Opens a shop for somebody who is logged in. */
export async function openShop(
  world: World,
  owner: { readonly headers: Readonly<Record<string, string>> },
  body: object = { shopId: shopId(), name: '阿芳的茶' },
) {
  return world.call({ method: 'POST', path: '/v1/shops', headers: owner.headers, body })
}
