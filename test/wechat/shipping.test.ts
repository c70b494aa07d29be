import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { answerOf, openScene, type Scene } from './merchant.ts'
import { world } from './world.ts'

let scene: Scene
let transactionId: string
beforeEach(async () => {
  scene = await openScene(world)
  transactionId = await scene.payOrder()
})
afterEach(() => scene.wechat.close())

async function call(path: string, body: object, token?: string) {
  const post = (target: string, sent: object) =>
    fetch(`${scene.wechat.baseUrl}${target}`, { method: 'POST', body: JSON.stringify(sent) }).then(answerOf)
  const asked = { grant_type: 'client_credential', appid: world.appId, secret: world.appSecret }
  const access_token = token ?? String((await post('/cgi-bin/stable_token', asked)).json.access_token)
  return (await post(`${path}?${new URLSearchParams({ access_token })}`, body)).json
}
const parcel = (tracking_no: string, more: object = {}) => ({
  tracking_no,
  express_company: 'YTO',
  item_desc: '茶叶*1',
  ...more,
})
let minute = 0
const later = () => new Date(Date.UTC(2026, 2, 1, 8, minute++)).toISOString().replace('Z', '+08:00')
const body = (changes: object = {}) => ({
  order_key: { order_number_type: 2, transaction_id: transactionId },
  logistics_type: 1,
  delivery_mode: 1,
  shipping_list: [parcel('YT0001')],
  upload_time: later(),
  payer: { openid: scene.openid },
  ...changes,
})
const split = (numbers: string[], is_all_delivered: boolean) =>
  body({ delivery_mode: 2, is_all_delivered, shipping_list: numbers.map((number) => parcel(number)) })
const upload = async (sent: object) => (await call('/wxa/sec/order/upload_shipping_info', sent)).errcode
const getOrder = async () => Object((await call('/wxa/sec/order/get_order', { transaction_id: transactionId })).order)
const numbers = async () =>
  (await getOrder()).shipping?.shipping_list.map((each: { tracking_no: string }) => each.tracking_no)

describe('upload_shipping_info', () => {
  test('ships a payment by either of its numbers', async () => {
    expect(await getOrder()).toMatchObject({ order_state: 1 })
    const byOurs = { order_number_type: 1, mchid: world.mchid, out_trade_no: 'ord_0001' }
    expect(await upload(body({ order_key: byOurs }))).toBe(0)
    expect(await getOrder()).toMatchObject({ order_state: 2, shipping: { finish_shipping_count: 1 } })
  })

  test('the same again changes nothing and takes no change away', async () => {
    const sent = body()
    expect([await upload(sent), await upload(sent), await upload(body())]).toEqual([0, 10060023, 10060023])
    expect(await upload(body({ shipping_list: [parcel('YT0002')] }))).toBe(0)
  })

  test('can be changed once', async () => {
    await upload(body())
    expect(await upload(body({ shipping_list: [parcel('YT0002')] }))).toBe(0)
    expect(await numbers()).toEqual(['YT0002'])
    expect(await upload(body({ shipping_list: [parcel('YT0003')] }))).toBe(10060003)
    expect(await numbers()).toEqual(['YT0002'])
  })

  test('parcels one by one add up until the last; then there is only the change of all', async () => {
    expect(await upload(split(['YT0001'], false))).toBe(0)
    expect(await getOrder()).toMatchObject({ order_state: 1 })
    expect(await upload(split(['YT0002'], true))).toBe(0)
    expect(await getOrder()).toMatchObject({ order_state: 2 })
    expect(await numbers()).toEqual(['YT0001', 'YT0002'])
    expect(await upload(split(['YT0003'], false))).toBe(10060002)
    expect(await upload(split(['YT0003', 'YT0004'], true))).toBe(0)
    expect(await numbers()).toEqual(['YT0003', 'YT0004'])
  })

  test('an upload time that does not grow is refused', async () => {
    const early = later()
    await upload(split(['YT0001'], false))
    expect(await upload({ ...split(['YT0002'], true), upload_time: early })).toBe(10060014)
  })

  test('a payment is not known just after it was made', async () => {
    scene.wechat.setFaults({ shippingDelayMs: 5_000 })
    expect(await upload(body())).toBe(10060001)
    scene.clock.advance(5_000)
    expect(await upload(body())).toBe(0)
  })

  test.each<[string, object, number]>([
    ['an unknown payment', { order_key: { order_number_type: 2, transaction_id: '4200' } }, 10060001],
    [
      'another merchant’s number',
      { order_key: { order_number_type: 1, mchid: '1', out_trade_no: 'ord_0001' } },
      10060001,
    ],
    ['no kind of number', { order_key: {} }, 268485194],
    ['no transaction_id', { order_key: { order_number_type: 2 } }, 268485195],
    ['no mchid', { order_key: { order_number_type: 1 } }, 268485196],
    ['no out_trade_no', { order_key: { order_number_type: 1, mchid: '1' } }, 268485197],
    ['another payer', { payer: { openid: 'o' } }, 10060031],
    ['another way to deliver', { logistics_type: 5 }, 10060005],
    ['another mode', { delivery_mode: 3 }, 268485224],
    ['a split fetching', { logistics_type: 4, delivery_mode: 2, is_all_delivered: true }, 10060006],
    ['a split that does not say whether it is all', { delivery_mode: 2 }, 10060007],
    ['two parcels in the unified mode', { shipping_list: [parcel('YT1'), parcel('YT2')] }, 268485228],
    ['no text about the goods', { shipping_list: [parcel('YT1', { item_desc: '' })] }, 10060008],
    ['a long text', { shipping_list: [parcel('YT1', { item_desc: '茶'.repeat(121) })] }, 10060009],
    ['no number', { shipping_list: [parcel('')] }, 268485226],
    ['no carrier', { shipping_list: [parcel('YT1', { express_company: '' })] }, 268485227],
    ['a long number', { shipping_list: [parcel('1'.repeat(129))] }, 10060026],
    ['a long carrier', { shipping_list: [parcel('1', { express_company: 'Y'.repeat(129) })] }, 10060025],
    ['SF without a contact', { shipping_list: [parcel('SF1', { express_company: 'SF' })] }, 10060014],
    [
      'a number that is not masked',
      { shipping_list: [parcel('1', { contact: { receiver_contact: '13800138000' } })] },
      10060014,
    ],
    ['a time without an offset', { upload_time: '2026-03-01T08:00:00' }, 268485216],
    ['a time in seconds', { upload_time: '1772323200' }, 268485216],
    ['another form', { shipping_list: {} }, 47001],
  ])('refuses %s', async (_, changes, errcode) => {
    expect(await upload(body(changes))).toBe(errcode)
    expect(await getOrder()).not.toHaveProperty('shipping')
  })

  test('takes eleven parcels in no call, and fifteen in all', async () => {
    const of = (from: number, count: number) => Array.from({ length: count }, (_, at) => `YT${from + at}`)
    expect(await upload(split(of(0, 11), true))).toBe(10060024)
    expect(await upload(split(of(0, 10), false))).toBe(0)
    expect(await upload(split(of(10, 6), true))).toBe(10060024)
    expect(await upload(split(of(10, 5), true))).toBe(0)
  })

  test('goods that nobody carries need a text only', async () => {
    expect(await upload(body({ logistics_type: 3, shipping_list: [{ item_desc: '茶会' }] }))).toBe(0)
  })

  test('wants a token that is valid', async () => {
    const path = '/wxa/sec/order/upload_shipping_info'
    expect((await call(path, body(), '')).errcode).toBe(41001)
    expect((await call(path, body(), 'x')).errcode).toBe(40001)
    expect((await answerOf(await fetch(`${scene.wechat.baseUrl}${path}`))).json.errcode).toBe(43002)
  })
})
