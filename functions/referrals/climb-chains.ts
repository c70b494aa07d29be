import { createContext } from '../shared/environment.ts'
import { scheduleHandler } from '../shared/schedule.ts'
import { climbChains } from './climb.ts'

export const handler = scheduleHandler('climb-chains', climbChains, createContext('climb-chains'))
