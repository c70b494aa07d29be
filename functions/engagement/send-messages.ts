import { consumerRow } from '../shared/consumer-row.ts'
import { createContext } from '../shared/environment.ts'
import { type Apply, streamHandler } from '../shared/stream.ts'
import { connectWechatApp } from '../shared/wechat-app.ts'
import { keptWhenReady } from '../shared/when-ready.ts'
import { readMessageTemplates } from './message-templates.ts'
import { isToTell, LatePaymentEvent, tellLatePayment } from './tell-late-payment.ts'

const row = consumerRow('stream', 'send-messages')
const context = createContext(row.name)

const connected = keptWhenReady(context.log, async () => {
  const messageTemplates = readMessageTemplates()
  return { messageTemplates, wechatApp: await connectWechatApp(process.env) }
})

/** Few orders are told of, so what is wrong with WeChat's settings holds nothing else up. */
const tell: Apply<LatePaymentEvent> = async (stored, plain) => {
  if (isToTell(stored.event)) await tellLatePayment(stored, { ...plain, ...(await connected()) })
}

export const handler = streamHandler(row, LatePaymentEvent, tell, context)
