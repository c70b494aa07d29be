import { expect, test } from 'vitest'
import { parseSettings, stageName } from '../../infra/settings.ts'

test('has a default for every setting but the address of alarms', () => {
  expect(parseSettings({ '@aws-cdk/core:anything': true })).toEqual({
    stage: 'production',
    parameterPrefix: '/huitou',
    architecture: 'arm64',
    runtime: 'nodejs24.x',
    logRetentionDays: 180,
    apiMemoryMiB: 1024,
    consumerMemoryMiB: 512,
    throttleRatePerSecond: 2000,
    throttleBurst: 1000,
    xray: false,
    secondLevel: false,
  })
})

test('understands the texts of the command line', () => {
  const context = { 'huitou:apiMemoryMiB': '2048', 'huitou:xray': 'true', 'huitou:architecture': 'x86_64' }
  expect(parseSettings(context)).toMatchObject({ apiMemoryMiB: 2048, xray: true, architecture: 'x86_64' })
})

test.each([
  ['huitou:stagee', 'production'],
  ['huitou:stage', 'Production'],
  ['huitou:architecture', 'sparc'],
  ['huitou:runtime', 'python3.13'],
  ['huitou:logRetentionDays', '100'],
  ['huitou:apiMemoryMiB', '64'],
  ['huitou:alarmEmail', 'nobody'],
  ['huitou:xray', 'perhaps'],
  ['huitou:secondLevel', 'perhaps'],
])('refuses %s=%s and names it', (key, value) => {
  const name = key === 'huitou:stagee' ? 'stagee' : key
  expect(() => parseSettings({ [key]: value })).toThrow(name)
})

test('a second level of commission is off unless it is turned on', () => {
  for (const value of ['true', true]) expect(parseSettings({ 'huitou:secondLevel': value }).secondLevel).toBe(true)
  expect(parseSettings({ 'huitou:secondLevel': 'false' }).secondLevel).toBe(false)
})

test('names the resources of the first stage plainly and those of another with its name', () => {
  expect(stageName(parseSettings({}), 'orders')).toBe('orders')
  expect(stageName(parseSettings({ 'huitou:stage': 'staging' }), 'orders')).toBe('staging-orders')
})
