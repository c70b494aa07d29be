import { expect, test } from 'vitest'
import { isAutomated } from '../../../domain/referrals/automated-visit.ts'

const phone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 MicroMessenger/8.0.49 NetType/WIFI Language/zh_CN'

test.each([
  ['a phone', { 'user-agent': phone }, 1008],
  ['a phone in the timeline’s single page', { 'user-agent': phone }, 1154],
  ['developer tools', { 'user-agent': `${phone} wechatdevtools/1.06` }, undefined],
  ['nobody says who', {}, undefined],
  [
    'a phone of the brand Cubot',
    { 'user-agent': 'Mozilla/5.0 (Linux; Android 12; CUBOT NOTE 20) MicroMessenger' },
    1008,
  ],
  ['a page that is looked at', { 'sec-purpose': '' }, 1007],
])('%s is a person', (_, headers, launchScene) => {
  expect(isAutomated(headers, launchScene)).toBe(false)
})

test.each([
  ['WeChat’s crawler by its name', { 'user-agent': `${phone} mpcrawler` }, 1008],
  ['WeChat’s crawler by its scene', { 'user-agent': phone }, 1129],
  ['a search engine', { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1)' }, undefined],
  ['a spider', { 'user-agent': 'Sogou web spider/4.0' }, undefined],
  ['a browser without a window', { 'user-agent': 'HeadlessChrome/130' }, undefined],
  ['a command', { 'user-agent': 'curl/8.5.0' }, undefined],
  ['a prefetch', { 'user-agent': phone, 'sec-purpose': 'prefetch;prerender' }, 1007],
  ['a prefetch of older browsers', { 'user-agent': phone, 'x-moz': 'prefetch' }, 1007],
  ['a preview', { 'user-agent': phone, 'x-purpose': 'preview' }, 1007],
])('%s is a program', (_, headers, launchScene) => {
  expect(isAutomated(headers, launchScene)).toBe(true)
})
