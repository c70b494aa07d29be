import { expect, test } from 'vitest'
import { checkAccess } from '../../functions/shared/http/access.ts'
import type { Caller } from '../../functions/shared/http/endpoint.ts'
import { Refused } from '../../functions/shared/http/refusals.ts'
import type { Access, Route } from '../../functions/shared/rows.ts'

const callers: Readonly<Record<string, Partial<Caller>>> = {
  customer: {},
  staff: { roleInShop: 'staff' },
  owner: { roleInShop: 'owner' },
  operator: { isOperator: true },
}
const someone = { customerId: 'cus_1', sessionId: 'ses_1', isOperator: false }

async function outcome(access: Access, method: Route['method'], who: string): Promise<string> {
  const headers = who === 'nobody' ? {} : { authorization: 'Bearer a.b.c' }
  try {
    const identify = async () => ({ ...someone, ...callers[who] })
    const caller = await checkAccess({ access, method }, headers, 'shp_1', identify)
    return caller ? 'known' : 'unknown'
  } catch (error) {
    if (error instanceof Refused) return error.code
    throw error
  }
}

const everyone = ['nobody', ...Object.keys(callers)]

test.each([
  ['public', 'GET', ['unknown', 'known', 'known', 'known', 'known']],
  ['customer', 'POST', ['unauthenticated', 'known', 'known', 'known', 'known']],
  ['staff', 'GET', ['unauthenticated', 'not_found', 'known', 'known', 'known']],
  ['staff', 'POST', ['unauthenticated', 'not_found', 'known', 'known', 'not_found']],
  ['owner', 'PATCH', ['unauthenticated', 'not_found', 'owner_only', 'known', 'not_found']],
  ['operator', 'GET', ['unauthenticated', 'not_found', 'not_found', 'not_found', 'known']],
  ['wechat', 'POST', ['unknown', 'unknown', 'unknown', 'unknown', 'unknown']],
] as const)('%s %s: nobody, customer, staff, owner, operator', async (access, method, expected) => {
  expect(await Promise.all(everyone.map((who) => outcome(access, method, who)))).toEqual(expected)
})

test.each(['Bearer', 'Bearer a.b', 'Basic YTpi', 'a.b.c', 'Bearer a.b.c d', ''])(
  'refuses the authorization %j, also where none is needed',
  async (authorization) => {
    const row = { access: 'public', method: 'GET' } as const
    const identify = async () => ({ ...someone })
    await expect(checkAccess(row, { authorization }, undefined, identify)).rejects.toMatchObject({
      code: 'unauthenticated',
    })
  },
)
