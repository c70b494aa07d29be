import { Message } from '../../domain/engagement/message.ts'
import { parseItem } from '../shared/event-log.ts'
import type { Key, Reader, Write } from '../shared/storage.ts'

type MessageId = Pick<Message, 'eventId' | 'customerId' | 'channel'>

/** The key is the claim: one message for an event, a recipient and a channel. */
const messageKey = ({ eventId, customerId, channel }: MessageId): Key => ({
  table: 'engagement',
  pk: `MESSAGE#${eventId}`,
  sk: `TO#${customerId}#${channel}`,
})

export const loadMessage = async (db: Reader, id: MessageId): Promise<Message | undefined> =>
  parseItem(Message, await db.get(messageKey(id)))

export const createMessage = (message: Message): Write => ({
  kind: 'create',
  name: 'message',
  key: messageKey(message),
  attributes: message,
})

/** What became of a message that was claimed. */
export const endMessage = (claimed: Message, status: Message['status'], errcode?: number): Write => ({
  kind: 'replace',
  name: 'message',
  key: messageKey(claimed),
  attributes: { ...claimed, status, ...(errcode === undefined ? {} : { errcode }), version: claimed.version + 1 },
  atVersion: claimed.version,
})

/** WeChat has not looked at it: it may be claimed again. */
export const dropMessage = (claimed: Message): Write => ({
  kind: 'remove',
  name: 'message',
  key: messageKey(claimed),
  guards: [{ attribute: 'version', is: '=', value: claimed.version }],
})
