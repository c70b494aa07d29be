import * as z from 'zod'
import { consentsMax, type MessageTemplate } from '../../domain/engagement/message.ts'
import type { Key, Reader, Write } from '../shared/storage.ts'

/** Partition of a customer's consents. */
const consentsPk = (customerId: string) => `CUSTOMER#${customerId}`

const counterKey = (customerId: string, template: MessageTemplate): Key => ({
  table: 'engagement',
  pk: consentsPk(customerId),
  sk: `CONSENT#${template}`,
})
const tapKey = (customerId: string, consentId: string): Key => ({
  table: 'engagement',
  pk: consentsPk(customerId),
  sk: `TAP#${consentId}`,
})

/** Sends that are left, at WeChat as here: one for each consent. */
export async function loadConsents(db: Reader, customerId: string, template: MessageTemplate): Promise<number> {
  const item = await db.get(counterKey(customerId, template))
  return Number(item?.remaining ?? 0)
}

/** One more send; what goes over the limit is not counted. */
export const addConsent = (customerId: string, template: MessageTemplate, remaining: number): Write[] =>
  remaining >= consentsMax ? [] : [{ ...counted(customerId, template), add: { remaining: 1 } }]

/** Spends one. Refused when none is left. */
export const spendConsent = (customerId: string, template: MessageTemplate): Write => ({
  ...counted(customerId, template),
  add: { remaining: -1 },
  guards: [{ attribute: 'remaining', is: '>=', value: 1 }],
})

/** Gives one back that was spent for what WeChat then did not do. */
export const returnConsent = (customerId: string, template: MessageTemplate): Write => ({
  ...counted(customerId, template),
  add: { remaining: 1 },
})

/** WeChat says that there is none: its word counts. */
export const zeroConsents = (customerId: string, template: MessageTemplate): Write => ({
  ...counted(customerId, template),
  set: { remaining: 0 },
})

const counted = (customerId: string, template: MessageTemplate) =>
  ({ kind: 'update', name: `consents ${template}`, key: counterKey(customerId, template) }) as const

const Tap = z.object({ requestHash: z.string() })

/** The consent of that id as it was first sent. */
export async function loadTap(db: Reader, customerId: string, consentId: string) {
  const item = await db.get(tapKey(customerId, consentId))
  return item && Tap.parse(item)
}

export const createTap = (customerId: string, consentId: string, requestHash: string, givenAt: string): Write => ({
  kind: 'create',
  name: 'consent',
  key: tapKey(customerId, consentId),
  attributes: { requestHash, givenAt },
})
