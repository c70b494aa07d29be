import { consumerRow } from '../shared/consumer-row.ts'
import { createContext } from '../shared/environment.ts'
import { streamHandler } from '../shared/stream.ts'
import { connectWechatApp } from '../shared/wechat-app.ts'
import { whenReady } from '../shared/when-ready.ts'
import { readMessageTemplates } from './message-templates.ts'
import { LatePaymentEvent, tellLatePayment } from './tell-late-payment.ts'

const row = consumerRow('stream', 'send-messages')

export const handler = whenReady(async () => {
  const wechatApp = await connectWechatApp(process.env)
  const services = { ...createContext(row.name), wechatApp, messageTemplates: readMessageTemplates() }
  return streamHandler(row, LatePaymentEvent, tellLatePayment, services)
})
