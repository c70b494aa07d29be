import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CustomerId, ShopId } from '../../../domain/shared/ids.ts'
import { type ChangeSettings, changeSettings } from '../../../domain/shops/change-settings.ts'
import { openShop, shopsPerOwnerMax } from '../../../domain/shops/open-shop.ts'
import { DeliveryKind } from '../../../domain/shops/shipping-fee.ts'
import { defaultShopSettings, evolveShop, Shop, ShopEvent, ShopSettings, SubMchid } from '../../../domain/shops/shop.ts'

const now = '2026-03-01T08:00:00.000Z'
const later = '2026-03-02T08:00:00.000Z'
const ownerId = CustomerId.parse('cus_00000000000000000000000001')
const otherId = CustomerId.parse('cus_00000000000000000000000002')
const shopId = ShopId.parse('shp_00000000000000000000000001')
const command = { shopId, name: '阿芳的茶', ownerId, requestHash: 'hash' }

const opened = (more: { subMchid?: string; timeZone?: string } = {}): Shop => {
  const decision = openShop(undefined, { ...command, ...more }, 0, now)
  if (!decision.ok) throw new Error(decision.refusal.code)
  const shop = decision.events.reduce<Shop | undefined>(evolveShop, undefined)
  if (!shop) throw new Error('no shop')
  return shop
}

test('a shop opens with the default settings, in Shanghai’s time zone unless its owner says another', () => {
  expect(opened()).toEqual({
    ...command,
    timeZone: 'Asia/Shanghai',
    status: 'open',
    settings: defaultShopSettings,
    openedAt: now,
    version: 1,
  })
  expect(opened({ timeZone: 'Asia/Urumqi' }).timeZone).toBe('Asia/Urumqi')
})

test('the default settings are within their limits', () => {
  expect(ShopSettings.parse(defaultShopSettings)).toEqual(defaultShopSettings)
})

test.each([
  ['paymentHoldMinutes', 5, 120],
  ['afterSalesDays', 0, 30],
  ['afterSalesAnswerDays', 1, 7],
  ['autoReceiveDays', 1, 30],
  ['attributionDays', 1, 180],
  ['commissionRateBps', 0, 3000],
] as const)('%s is between %i and %i', (name, min, max) => {
  const isRight = (value: number) => ShopSettings.safeParse({ ...defaultShopSettings, [name]: value }).success
  expect([min - 1, min, max, max + 1].map(isRight)).toEqual([false, true, true, false])
})

test('the same request again opens nothing more, even when the owner has as many shops as one may', () => {
  expect(openShop(opened(), command, shopsPerOwnerMax, later)).toEqual({ ok: true, events: [] })
})

test('refuses the id of a shop for another request, and for another owner', () => {
  const reused = { ok: false, refusal: { code: 'shop_id_reused', field: 'body.shopId' } }
  expect(openShop(opened(), { ...command, requestHash: 'other' }, 0, later)).toEqual(reused)
  expect(openShop(opened(), { ...command, ownerId: otherId }, 0, later)).toEqual(reused)
})

test('refuses one shop more than a person may open', () => {
  expect(openShop(undefined, command, shopsPerOwnerMax - 1, now).ok).toBe(true)
  expect(openShop(undefined, command, shopsPerOwnerMax, now)).toEqual({
    ok: false,
    refusal: { code: 'shop_limit_reached' },
  })
})

test('a change names all settings as they are from then on, and who made it', () => {
  expect(changeSettings(opened(), { afterSalesDays: 3 }, ownerId, later)).toEqual({
    ok: true,
    events: [
      {
        type: 'shop_settings_changed',
        at: later,
        shopId,
        changedBy: ownerId,
        settings: { ...defaultShopSettings, afterSalesDays: 3 },
      },
    ],
  })
})

test('kinds of delivery and the rule of the fee that are so already make no event', () => {
  const same = JSON.parse(JSON.stringify(defaultShopSettings))
  expect(changeSettings(opened(), same, ownerId, later)).toEqual({ ok: true, events: [] })
  const dearer = { shippingFee: { ...defaultShopSettings.shippingFee, feeFen: 800 } }
  const changed = changeSettings(opened(), dearer, ownerId, later)
  expect(changed.ok && changed.events[0]).toMatchObject({ settings: { ...defaultShopSettings, ...dearer } })
})

test.each([
  ['none', []],
  ['one twice', ['pickup', 'pickup']],
  ['one that there is not', ['drone']],
])('a shop delivers in some way: refuses %s', (_, deliveryKinds) => {
  expect(ShopSettings.safeParse({ ...defaultShopSettings, deliveryKinds }).success).toBe(false)
})

test('the merchant number may be set once, and again only to itself', () => {
  const fixed = { ok: false, refusal: { code: 'sub_mchid_fixed', field: 'body.subMchid' } }
  const set = changeSettings(opened(), { subMchid: '1900000109' }, ownerId, later)
  expect(set.ok && set.events[0]).toMatchObject({ subMchid: '1900000109' })
  const shop = opened({ subMchid: '1900000109' })
  expect(changeSettings(shop, { subMchid: '1900000109' }, ownerId, later)).toEqual({ ok: true, events: [] })
  expect(changeSettings(shop, { subMchid: '1900000110', afterSalesDays: 3 }, ownerId, later)).toEqual(fixed)
})

test('a second level is a setting only where the deployment has it on; 0 is taken everywhere', () => {
  const change = (secondLevelRateBps: number, isOn?: boolean) =>
    changeSettings(opened(), { secondLevelRateBps }, ownerId, later, isOn)
  const off = { ok: false, refusal: { code: 'second_level_off', field: 'body.secondLevelRateBps' } }
  expect([change(1), change(500, false)]).toEqual([off, off])
  expect([change(500, true).ok, change(0).ok]).toEqual([true, true])
  const isRight = (secondLevelRateBps: number) =>
    ShopSettings.safeParse({ ...defaultShopSettings, secondLevelRateBps }).success
  expect([-1, 0, 1_000, 1_001].map(isRight)).toEqual([false, true, true, false])
})

test('the cap of an order’s commission is set, stays, and is taken away by null', () => {
  const after = (shop: Shop, change: ChangeSettings) => {
    const decision = changeSettings(shop, change, ownerId, later)
    return decision.ok ? decision.events.reduce(evolveShop, shop) : shop
  }
  const capped = after(opened(), { commissionCapFen: 500 })
  expect(after(capped, { afterSalesDays: 3 }).settings.commissionCapFen).toBe(500)
  expect(after(capped, { commissionCapFen: 500 })).toBe(capped)
  expect(after(capped, { commissionCapFen: null })).toEqual({ ...opened(), version: 3 })
  expect(after(opened(), { commissionCapFen: null })).toEqual(opened())
})

test('after any changes the settings are the last values named, and nothing else has changed', () => {
  const change: fc.Arbitrary<ChangeSettings> = fc.record(
    {
      paymentHoldMinutes: fc.integer({ min: 5, max: 120 }),
      afterSalesDays: fc.integer({ min: 0, max: 30 }),
      afterSalesAnswerDays: fc.integer({ min: 1, max: 7 }),
      autoReceiveDays: fc.integer({ min: 1, max: 30 }),
      attributionDays: fc.integer({ min: 1, max: 180 }),
      commissionRateBps: fc.integer({ min: 0, max: 3000 }),
      commissionCapFen: fc.option(fc.integer({ min: 1, max: 9_999 })),
      deliveryKinds: fc.shuffledSubarray([...DeliveryKind.options], { minLength: 1 }),
      shippingFee: fc.record({ feeFen: fc.nat(2), regions: fc.constant([]) }),
      subMchid: fc.constantFrom('1900000109', '1900000110'),
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(fc.array(change, { maxLength: 10 }), (changes) => {
      let shop = opened()
      let expected: ChangeSettings = defaultShopSettings
      for (const patch of changes) {
        const decision = changeSettings(shop, patch, ownerId, later)
        const isRefused = patch.subMchid !== undefined && patch.subMchid !== (expected.subMchid ?? patch.subMchid)
        expect(decision.ok).toBe(!isRefused)
        if (!decision.ok) continue
        expected = { ...expected, ...patch }
        const before = shop
        for (const event of decision.events) shop = evolveShop(shop, ShopEvent.parse(event))
        const { subMchid, commissionCapFen, ...others } = expected
        const settings = { ...others, ...(commissionCapFen ? { commissionCapFen } : {}) }
        expect(shop).toEqual({ ...opened(), settings, version: shop.version, ...(subMchid ? { subMchid } : {}) })
        expect(Shop.parse(shop)).toEqual(shop)
        expect(shop.version - before.version).toBe(decision.events.length)
      }
    }),
  )
})

test.each([
  ['1234567', false],
  ['12345678', true],
  ['1234567890', true],
  ['12345678901', false],
  ['12345678a', false],
])('%s as a merchant number: %s', (number, isRight) => {
  expect(SubMchid.safeParse(number).success).toBe(isRight)
})
