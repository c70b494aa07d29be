import { createContext } from '../shared/environment.ts'
import { scheduleHandler } from '../shared/schedule.ts'
import { checkDueFigures } from './check-due-figures.ts'

export const handler = scheduleHandler('check-figures', checkDueFigures, createContext('check-figures'))
