import { createContext } from '../shared/environment.ts'
import { scheduleHandler } from '../shared/schedule.ts'
import { connectWechatApp } from '../shared/wechat-app.ts'
import { whenReady } from '../shared/when-ready.ts'
import { reportDueShipments } from './report-due-shipments.ts'

export const handler = whenReady(async () => {
  const services = { ...createContext('report-shipments'), wechatApp: await connectWechatApp(process.env) }
  return scheduleHandler('report-shipments', reportDueShipments, services)
})
