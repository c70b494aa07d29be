import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { provinceOf, RegionCode } from '../../../domain/shared/region.ts'
import { type Destination, ShippingFeeRule, shippingFeeFen } from '../../../domain/shops/shipping-fee.ts'

const to = (province: string): Destination => ({ kind: 'express', province })
/** 8 yuan, free from 99 on; to Xinjiang and Tibet 25 yuan at any amount; within Zhejiang nothing. */
const rule: ShippingFeeRule = {
  feeFen: 800,
  freeFromFen: 9_900,
  regions: [
    { provinces: ['65', '54'], feeFen: 2_500 },
    { provinces: ['33'], feeFen: 0 },
  ],
}

test.each([
  ['what the shop asks', 9_899, to('44'), 800],
  ['nothing from the shop’s amount on', 9_900, to('44'), 0],
  ['what it asks for the province', 1, to('65'), 2_500],
  ['and there the amount of the others does not count', 9_900, to('54'), 2_500],
  ['nothing where the province costs nothing', 1, to('33'), 0],
  ['nothing for what is fetched', 1, { kind: 'pickup' } as const, 0],
  ['nothing for what is not sent', 1, { kind: 'virtual' } as const, 0],
])('an order costs %s', (_, goodsFen, destination, feeFen) => {
  expect(shippingFeeFen(rule, goodsFen, destination)).toBe(feeFen)
})

const provinces = ['11', '33', '44', '54', '65', '71', '81', '82']
const rate = fc.record(
  { feeFen: fc.nat(1_000_000), freeFromFen: fc.integer({ min: 1, max: 100_000 }) },
  { requiredKeys: ['feeFen'] },
)
const anyRule = fc
  .tuple(rate, fc.array(rate, { maxLength: 4 }), fc.shuffledSubarray(provinces))
  .map(([general, rates, drawn]): ShippingFeeRule => {
    const regions = rates.flatMap((each, at) => {
      const own = drawn.filter((_, number) => number % rates.length === at)
      return own.length === 0 ? [] : [{ ...each, provinces: own }]
    })
    return { ...general, regions }
  })
const anyDestination = fc.oneof(
  fc.constantFrom(...provinces).map(to),
  fc.constantFrom<Destination>({ kind: 'pickup' }, { kind: 'virtual' }),
)

describe('under any rule', () => {
  test('a fee is one of the rule’s, or nothing, and more goods never cost more to send', () => {
    fc.assert(
      fc.property(anyRule, fc.nat(200_000), fc.nat(50_000), anyDestination, (drawn, goodsFen, moreFen, where) => {
        expect(ShippingFeeRule.parse(drawn)).toEqual(drawn)
        const feeFen = shippingFeeFen(drawn, goodsFen, where)
        expect([0, drawn.feeFen, ...drawn.regions.map((region) => region.feeFen)]).toContain(feeFen)
        expect(shippingFeeFen(drawn, goodsFen + moreFen, where)).toBeLessThanOrEqual(feeFen)
        if (where.kind !== 'express') expect(feeFen).toBe(0)
      }),
    )
  })
  test('a province of its own has its own rate, whatever the general one says', () => {
    fc.assert(
      fc.property(anyRule, rate, fc.nat(200_000), fc.constantFrom(...provinces), (drawn, other, goodsFen, province) => {
        const isNamed = drawn.regions.some((region) => region.provinces.includes(province))
        const changed = shippingFeeFen({ ...other, regions: drawn.regions }, goodsFen, to(province))
        if (isNamed) expect(changed).toBe(shippingFeeFen(drawn, goodsFen, to(province)))
        else expect(changed).toBe(shippingFeeFen({ ...other, regions: [] }, goodsFen, to(province)))
      }),
    )
  })
})

test.each([
  ['a province twice', { ...rule, regions: [{ provinces: ['33', '44', '33'], feeFen: 0 }] }],
  ['a province of two rates', { ...rule, regions: [...rule.regions, { provinces: ['33'], feeFen: 1 }] }],
  ['no province', { ...rule, regions: [{ provinces: [], feeFen: 0 }] }],
  ['one that there is not', { ...rule, regions: [{ provinces: ['38'], feeFen: 0 }] }],
  ['less than nothing', { ...rule, feeFen: -1 }],
  ['a part of a fen', { ...rule, feeFen: 0.5 }],
  ['more than 10,000 yuan', { ...rule, feeFen: 1_000_001 }],
  ['free from nothing on', { ...rule, freeFromFen: 0 }],
])('a rule is refused that names %s', (_, wrong) => {
  expect(ShippingFeeRule.safeParse(wrong).success).toBe(false)
})

test.each([
  ['330106', true],
  ['710000', true],
  ['820001', true],
  ['160000', false],
  ['830000', false],
  ['33010', false],
  ['3301061', false],
  ['33010a', false],
])('%s as the code of a region: %s', (code, isRight) => {
  expect(RegionCode.safeParse(code).success).toBe(isRight)
  if (isRight) expect(provinceOf(code)).toBe(code.slice(0, 2))
})
