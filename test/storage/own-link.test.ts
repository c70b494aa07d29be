import { expect, test } from 'vitest'
import { Link } from '../../domain/referrals/link.ts'
import { mayShare } from '../../functions/referrals/own-link.ts'
import { linkCode } from '../domain/referrals/visits.ts'
import { customerId, shopId } from '../domain/shared/ids.ts'

const link = Link.parse({
  code: linkCode(1),
  shopId: shopId(1),
  referrerId: customerId(1),
  channel: 'moments',
  createdAt: '2026-03-01T08:00:00.000Z',
})
const caller = (number: number, roleInShop?: 'staff' | 'owner') => ({
  ...{ customerId: customerId(number), sessionId: 'ses', isOperator: false },
  ...(roleInShop === undefined ? {} : { roleInShop }),
})

test.each([
  ['its owner', 1, caller(1), true],
  ['the shop’s people', 1, caller(2, 'staff'), true],
  ['another customer', 1, caller(2), false],
  ['the people of another shop, by theirs', 2, caller(2, 'owner'), false],
  ['its owner, by another shop', 2, caller(1), false],
])('whether a link is shared by %s', (_, shop, who, isShared) => {
  expect(mayShare(link, shopId(shop), who)).toBe(isShared)
})
