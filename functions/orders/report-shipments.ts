import { connectSealedFields } from '../shared/connect-sealed-fields.ts'
import { createContext } from '../shared/environment.ts'
import { scheduleHandler } from '../shared/schedule.ts'
import { connectWechatApp } from '../shared/wechat-app.ts'
import { whenReady } from '../shared/when-ready.ts'
import { reportDueShipments } from './report-due-shipments.ts'

export const handler = whenReady(async () => {
  const [wechatApp, fields] = await Promise.all([connectWechatApp(process.env), connectSealedFields()])
  const services = { ...createContext('report-shipments'), wechatApp, fields }
  return scheduleHandler('report-shipments', reportDueShipments, services)
})
