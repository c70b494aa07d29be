import { expect, test } from 'vitest'
import { importEndpoints } from '../../functions/repurchase/import-endpoints.ts'
import { importProgressEndpoints } from '../../functions/repurchase/import-progress-endpoints.ts'
import { readRepurchase } from '../../local/main-job/figures.ts'
import { sharedBackend } from '../support/backend.ts'
import { testRefusals } from '../support/refusal-cases.ts'
import { send } from '../support/request.ts'
import { newShop } from '../support/shop.ts'

const at = sharedBackend()

const orders = `order_id,customer_id,product_id,quantity,amount,timestamp
1001,甲,"春茶, 特级",2,176.00,2024-01-05
1002,甲,茶杯,1,30.00,2024-02-05
1003,,茶杯,1,30.00,2024-02-05
1004,乙,茶杯,0,30.00,2024-02-05
`
const refunds = `order_id,product_id,quantity,refund_id,customer_id,timestamp
1001,"春茶, 特级",1,R1,甲,2024-01-09
1003,茶杯,1,R2,,2024-02-09
`

test('an owner brings the shop’s past in by parts of files; a part sent again changes nothing', async () => {
  const { shopId, owner } = await newShop(at)
  const post = async (kind: string, csv: string) => {
    const path = `/v1/shops/${shopId}/imports` as const
    const reply = await send(at, { method: 'POST', path, token: owner.token, body: { kind, csv } })
    expect(reply.status, reply.text).toBe(200)
    return JSON.parse(reply.text)
  }
  for (const _ of [1, 2]) {
    expect(await post('orders', orders)).toEqual({
      rows: 4,
      orders: 3,
      refused: [{ line: 5, reason: 'bad_quantity', column: 'quantity', meaning: expect.any(String) }],
    })
    expect(await post('refunds', refunds)).toEqual({ rows: 2, orders: 0, refused: [] })
    expect(await readRepurchase(at, owner, shopId)).toMatchObject({
      customers: 1,
      orders: 2,
      amountFen: 8_800 + 3_000,
      repeatCustomersByDay: 1,
    })
  }
})

const fileId = '5f'.repeat(32)
const partOf = (part: number) => ({ fileId, parts: 2, part, linesBefore: part === 1 ? 0 : 4 })
const first = '1001,甲,茶,2,176.00,2024-01-05\n1002,甲,茶杯,1,30.00,2024-02-05'
const bad = '1003,乙,茶杯,1,30.00,2024-02-30'

/** Sends a part of a file of four rows, of which the last two have no such day. */
function sendPart({ shopId, owner }: Awaited<ReturnType<typeof newShop>>, part: number, body: object = {}) {
  const rows = part === 1 ? `${first}\n${first}` : `${bad}\n${bad}`
  const csv = `${orders.split('\n')[0]}\n${rows}\n`
  const path = `/v1/shops/${shopId}/imports`
  return { method: 'POST', path, token: owner.token, body: { kind: 'orders', csv, file: partOf(part), ...body } }
}

test('a file sent in parts can be followed: what is in, the next part, and what was left out by its lines in the file', async () => {
  const shop = await newShop(at)
  const path = `/v1/shops/${shop.shopId}/imports/${fileId}`
  const get = async (rest = '') =>
    (await send(at, { method: 'GET', path: `${path}${rest}`, token: shop.owner.token })).body
  for (const _ of [1, 2]) expect((await send(at, sendPart(shop, 1))).status).toBe(200)
  expect(await get()).toMatchObject({
    kind: 'orders',
    parts: 2,
    partsDone: 1,
    nextPart: 2,
    rows: 4,
    orders: 2,
    refused: 0,
  })
  for (const _ of [1, 2]) expect((await send(at, sendPart(shop, 2))).status).toBe(200)
  expect(await get()).toMatchObject({ partsDone: 2, nextPart: null, rows: 6, orders: 2, refused: 2 })
  const left = (line: number) => ({ line, reason: 'bad_timestamp', column: 'timestamp', meaning: expect.any(String) })
  expect(await get('/refused')).toEqual({ items: [left(6), left(7)] })
  const { cursor, ...page } = (await get('/refused?limit=1')) as { cursor?: string }
  expect(page).toEqual({ items: [left(6)] })
  expect(await get(`/refused?limit=1&cursor=${cursor}`)).toEqual({ items: [left(7)] })
})

async function noImport(rest: string) {
  const { shopId, owner } = await newShop(at)
  return { method: 'GET', path: `/v1/shops/${shopId}/imports/${fileId}${rest}`, token: owner.token }
}

testRefusals(
  { ...importEndpoints, ...importProgressEndpoints },
  {
    'import-rows': {
      bad_header: async () => {
        const { shopId, owner } = await newShop(at)
        const body = { kind: 'orders', csv: 'order_id,amount\n1,2\n' }
        return { method: 'POST', path: `/v1/shops/${shopId}/imports`, token: owner.token, body, field: 'csv' }
      },
      import_differs: async () => {
        const shop = await newShop(at)
        await send(at, sendPart(shop, 1))
        return { ...sendPart(shop, 1, { kind: 'refunds' }), field: 'file' }
      },
      part_too_early: async () => ({ ...sendPart(await newShop(at), 2), field: 'file' }),
    },
    'get-import': { import_not_found: () => noImport('') },
    'list-import-refused': { import_not_found: () => noImport('/refused') },
  },
  () => at,
)
