import { expect, test } from 'vitest'
import { importEndpoints } from '../../functions/repurchase/import-endpoints.ts'
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

testRefusals(
  importEndpoints,
  {
    'import-rows': {
      bad_header: async () => {
        const { shopId, owner } = await newShop(at)
        const body = { kind: 'orders', csv: 'order_id,amount\n1,2\n' }
        return { method: 'POST', path: `/v1/shops/${shopId}/imports`, token: owner.token, body, field: 'csv' }
      },
    },
  },
  () => at,
)
