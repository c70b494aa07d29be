import { createContext } from '../shared/environment.ts'
import { scheduleHandler } from '../shared/schedule.ts'
import { predictDueShops } from './predict-due-shops.ts'

export const handler = scheduleHandler('fit-predictions', predictDueShops, createContext('fit-predictions'))
