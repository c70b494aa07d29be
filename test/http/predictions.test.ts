import { afterAll, beforeAll, expect, test } from 'vitest'
import { predictionEndpoints } from '../../functions/repurchase/prediction-endpoints.ts'
import { logInAgain, type Person } from '../../local/main-job/people.ts'
import { type OwnBackend, startOwnBackend } from '../support/backend.ts'
import { testRefusals } from '../support/refusal-cases.ts'
import { send } from '../support/request.ts'
import { newId, newPerson, newProduct, newShop, paidOrder, type TestShop } from '../support/shop.ts'

let at: OwnBackend
let shop: TestShop
let emptyShop: TestShop
let buyer: Person
const dayMs = 86_400_000

beforeAll(async () => {
  at = await startOwnBackend()
  shop = await newShop(at)
  emptyShop = await newShop(at)
  buyer = await newPerson(at)
  await paidOrder(at, shop, buyer, await newProduct(at, shop))
  await at.settle()
  at.backend.clock.advance(dayMs)
  await at.settle()
  expect(await at.backend.runSchedule('fit-predictions')).toMatchObject({ ok: true })
  for (const owner of [shop.owner, emptyShop.owner]) await logInAgain(at, owner)
})
afterAll(() => at.close())

const request = ({ shopId, owner }: TestShop, rest: string) =>
  ({ method: 'GET', path: `/v1/shops/${shopId}/${rest}`, token: owner.token }) as const
const read = async (of: TestShop, rest: string) => (await send(at, request(of, rest))).body

test('the night after a purchase the shop has predictions, lists, and one of its customer', async () => {
  const { customerId } = buyer
  const whole = { customers: 1, bgNbd: { ok: false, reason: 'too_few_customers' }, rfm: { r: { 1: 1 } } }
  expect(await read(shop, 'predictions')).toMatchObject(whole)
  const scores = { r: 1, f: 1, m: 1, segment: 'hibernating', valueClass: 'general_develop' }
  const listed = { customerId, ...scores, probabilityAlive: null, valueFen: null }
  const name = { zh: '沉睡客户', en: 'Hibernating' }
  expect(await read(shop, 'segments/hibernating/customers')).toMatchObject({ n: 1, name, items: [listed] })
  expect(await read(shop, 'segments/general_develop/customers?limit=1')).toMatchObject({ n: 1, items: [listed] })
  expect(await read(shop, 'segments/champions/customers')).toMatchObject({ n: 0, items: [] })
  expect(await read(shop, 'due?state=overdue')).toMatchObject({ state: 'overdue', n: 0, items: [] })
  expect(await read(shop, `customers/${customerId}/prediction?horizonDays=30`)).toMatchObject({
    ...listed,
    horizonDays: 30,
  })
})

testRefusals(
  predictionEndpoints,
  {
    'get-predictions': { not_predicted: async () => request(emptyShop, 'predictions') },
    'list-segment': { not_predicted: async () => request(emptyShop, 'segments/champions/customers') },
    'list-due': { not_predicted: async () => request(emptyShop, 'due') },
    'get-customer-prediction': {
      not_predicted: async () => request(emptyShop, `customers/${buyer.customerId}/prediction`),
      no_purchases: async () => request(shop, `customers/${newId('cus')}/prediction`),
    },
  },
  () => at,
)
