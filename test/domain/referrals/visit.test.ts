import { expect, test } from 'vitest'
import { Channel, type Link, LinkCode } from '../../../domain/referrals/link.ts'
import { foldVisits, Visit, visitBy } from '../../../domain/referrals/visit.ts'
import { customerId, productId, shopId } from '../shared/ids.ts'
import { linkCode, visit } from './visits.ts'

const now = '2026-03-01T08:00:00.000Z'
const [early, mid, late] = ['2026-03-01T09:00:00.000Z', '2026-03-01T10:00:00.000Z', '2026-03-01T11:00:00.000Z'] as const
const link: Link = {
  code: linkCode(1),
  shopId: shopId(),
  referrerId: customerId(1),
  productId: productId(),
  channel: 'moments',
  createdAt: now,
}

test('a visit says whose link led where, from where and when', () => {
  const opened = visitBy(link, '2026-03-02', 1008, now)
  expect(opened).toEqual({
    ...visit(1, now),
    productId: productId(),
    day: '2026-03-02',
    launchScene: 1008,
  })
  expect(Visit.parse(opened)).toEqual(opened)
})

test('a visit by a link to the whole shop names no product', () => {
  const { productId: _none, ...toShop } = link
  expect(visitBy(toShop, '2026-03-01', undefined, now)).toEqual(visit(1, now))
})

test('visits of one link and day fold into one, whichever came first', () => {
  const both = { ...visit(1, mid), firstAt: early, lastAt: late, count: 3 }
  expect(foldVisits({ ...visit(1, early), count: 2 }, visit(1, late))).toEqual(both)
  expect(foldVisits(visit(1, late), { ...visit(1, early), count: 2 })).toEqual(both)
})

test('a fold keeps what lies between: the first, the last and the sum', () => {
  const day = { ...visit(1, early), lastAt: late, count: 5 }
  expect(foldVisits(day, visit(1, mid))).toEqual({ ...day, count: 6 })
})

test.each([
  ['AbC012345678', true],
  ['AbC01234567', false],
  ['AbC0123456789', false],
  ['AbC01234567-', false],
  ['AbC01234567 ', false],
])('%s as a link’s code: %s', (code, isRight) => {
  expect(LinkCode.safeParse(code).success).toBe(isRight)
})

test('a channel is a short word of the shop’s own', () => {
  const isRight = (channel: string) => Channel.safeParse(channel).success
  expect(['moments', 'wechat-group_2', '', 'Weibo', '朋友圈', 'a'.repeat(21), 'a#b'].map(isRight)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
    false,
  ])
})
