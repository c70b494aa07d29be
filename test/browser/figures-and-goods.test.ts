import { createHash } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { splitCsv } from '../../console/src/pages/imports/split-csv.ts'
import { billDay } from '../../domain/payments/reconciliation.ts'
import { logIn, logInAgain, openLinkAsStranger, type Person, shareLink } from '../../local/main-job/people.ts'
import { seriousFindings } from '../support/accessibility.ts'
import { type OwnBackend, operatorName, startOwnBackend } from '../support/backend.ts'
import { launchBrowser } from '../support/browser.ts'
import { answerOnPhone, openConsole, type Screen } from '../support/console-page.ts'
import { teaPicture } from '../support/images.ts'
import { send } from '../support/request.ts'
import {
  newId,
  newPerson,
  newProduct,
  newShop,
  newStaff,
  paidOrder,
  type TestProduct,
  type TestShop,
} from '../support/shop.ts'

const phone = { width: 375, height: 812 }
const wide = { width: 1440, height: 900 }

let at: OwnBackend
let browser: Browser
let screen: Screen
let operatorScreen: Screen
let shop: TestShop
let product: TestProduct
let brought: Awaited<ReturnType<typeof bringBuyer>>

async function signedIn(person: Person): Promise<Screen> {
  const opened = await openConsole(browser, at, { viewport: wide, reducedMotion: 'reduce' })
  await opened.page.getByTestId('sign-in-id').waitFor()
  await answerOnPhone(at, opened.page, person, 'confirmation')
  await opened.page.locator('.shell').waitFor()
  return opened
}

const columns = 'order_id,customer_id,product_id,quantity,amount,timestamp'
/** Twelve customers, of whom every second bought again after thirty days. */
const past = Array.from({ length: 12 }, (_, at) => [
  `A${at},旧客${at},岩茶,1,88.00,2026-08-0${(at % 9) + 1}`,
  ...(at % 2 === 0 ? [`B${at},旧客${at},岩茶,1,66.00,2026-09-1${at % 9}`] : []),
]).flat()

/** Somebody comes by one link, then by another, and buys on the device of who shares the second; who lost disputes it. */
async function bringBuyer() {
  const visitorId = newId('vis')
  const [early, late] = [await newPerson(at, '先来'), await logIn(at, newId('后来'), visitorId)]
  const earlyCode = await shareLink(at, early, shop.shopId, product.productId, 'moments')
  const lateCode = await shareLink(at, late, shop.shopId, product.productId, 'group')
  const buyer = await logIn(at, newId('新客'), await openLinkAsStranger(at, earlyCode, 1008))
  await send(at, { method: 'POST', path: `/v1/links/${lateCode}/visits`, body: {}, token: buyer.token })
  const { orderId } = await paidOrder(at, shop, buyer, product)
  const twin = await logIn(at, newId('同机'), visitorId)
  await send(at, { method: 'POST', path: `/v1/links/${lateCode}/visits`, body: {}, token: twin.token })
  await paidOrder(at, shop, twin, product)
  const path = `/v1/shops/${shop.shopId}/orders/${orderId}/attribution-disputes`
  const body = { disputeId: newId('dsp'), statement: 'They came by my link' }
  await send(at, { method: 'POST', path, token: early.token, body })
  return { orderId, referrerId: late.customerId }
}

beforeAll(async () => {
  at = await startOwnBackend({ firedByClock: undefined, consoleFiles: inject('consoleFiles') })
  browser = await launchBrowser()
  shop = await newShop(at)
  product = await newProduct(at, shop, { units: 5, title: '春茶一号' })
  ;[screen, operatorScreen] = await Promise.all([signedIn(shop.owner), signedIn(await logIn(at, operatorName))])
  const body = { kind: 'orders', csv: `${columns}\n${past.join('\n')}\n` }
  await send(at, { method: 'POST', path: `/v1/shops/${shop.shopId}/imports`, token: shop.owner.token, body })
  await paidOrder(at, shop, await newPerson(at), product)
  brought = await bringBuyer()
  await newStaff(at, shop)
  // To the next noon, when the day has been predicted and reconciled; the pages renew their sessions.
  const noonMs = Date.parse(`${billDay(new Date().toISOString())}T04:00:00Z`) + 86_400_000
  at.backend.clock.advance(noonMs - at.backend.clock.now().getTime())
  await at.settle()
  await at.backend.runSchedule('fit-predictions')
  await at.backend.runSchedule('reconcile-day')
  for (const each of [screen, operatorScreen]) {
    await each.page.reload()
    each.faults.splice(0)
  }
}, 120_000)
afterAll(async () => {
  await screen?.close()
  await operatorScreen?.close()
  await browser?.close()
  await at?.close()
})

const open = (path: string) => screen.page.goto(`${at.apiUrl}/#/shops/${shop.shopId}/${path}`)

/** Where each page is, and words that it shows only with its data. */
const shown = (): readonly (readonly [path: string, words: string])[] => [
  ['repurchase', '40.0%'],
  ['repurchase?as=table', '2026-08'],
  ['repurchase/repurchaseRateByDay', '旧客0'],
  ['channels', '微信群'],
  ['customers', '重要价值客户'],
  ['customers?view=everybody', '旧客1'],
  [`customers/${encodeURIComponent('旧客2')}`, '岩茶 ×1'],
  ['products', '春茶一号'],
  [`products/${product.productId}`, '到货入库'],
  ['products/categories', '还没有分类'],
]

/** On a phone nothing is wider than the screen, nor in a table that one would have to push sideways. */
async function fitsPhone(page: Page, path: string): Promise<void> {
  await page.setViewportSize(phone)
  const tooWide = () => page.evaluate('document.documentElement.scrollWidth - innerWidth')
  await expect.poll(tooWide, { message: path, timeout: 20_000 }).toBeLessThanOrEqual(0)
  await expect.poll(() => page.locator('main table').count(), { message: path }).toBe(0)
}

test('every page of figures and goods shows what there is, on a screen and on a phone, usable by everybody', async () => {
  const { page } = screen
  for (const [path, words] of shown()) {
    await page.setViewportSize(wide)
    await open(path)
    await page.locator('main').getByText(words).first().waitFor()
    expect(await seriousFindings(page), path).toEqual([])
    await fitsPhone(page, path)
  }
  await page.setViewportSize(wide)
  expect(screen.faults).toEqual([])
})

test('a figure leads to its customers, and a customer to all they bought', async () => {
  const { page } = screen
  await open('repurchase')
  await page.locator('.metric', { hasText: '复购率（按天）' }).locator('.metric-value a').click()
  await page.getByRole('link', { name: '旧客4' }).click()
  await page.getByRole('heading', { level: 1, name: '顾客 旧客4' }).waitFor()
  await expect.poll(() => page.locator('tbody tr.ant-table-row').count()).toBe(2)
})

test('what a channel cost is recorded, and stands against what it brought', async () => {
  const { page } = screen
  await open('channels')
  await page.getByRole('button', { name: '记录投入' }).click()
  await page.getByRole('combobox', { name: '渠道' }).fill('group')
  await page.getByLabel('金额（元）').fill('44')
  await page.getByRole('button', { name: /^保 ?存$/ }).click()
  const [board, recorded] = [page.getByRole('table', { name: '渠道' }), page.getByRole('table', { name: '投入记录' })]
  await recorded.getByRole('row', { name: '微信群' }).filter({ hasText: '¥44.00' }).waitFor()
  // Two orders of ¥88.00 came by it, of two customers.
  await board
    .getByRole('row', { name: '微信群' })
    .filter({ hasText: /¥176\.00.*¥44\.004¥22\.00–/ })
    .waitFor()
})

test('a product is drafted, put on sale and given stock with a reason', async () => {
  const { page } = screen
  await open('products/new')
  await page.getByLabel('标题').fill('秋茶')
  await page.getByLabel('选项').fill('规格：100 克')
  await page.getByLabel('售价（元）').fill('99.5')
  await page.getByRole('button', { name: '存为草稿' }).click()
  await page.getByRole('button', { name: '上架', exact: true }).click()
  await page.getByRole('button', { name: '下架' }).waitFor()
  await page.getByRole('button', { name: '变动库存: 100 克' }).click()
  await page.getByLabel('数量').fill('7')
  await page.getByLabel('原因').fill('新茶到店')
  await page.getByRole('dialog').getByRole('button', { name: '保存' }).click()
  await page.getByRole('cell', { name: '新茶到店' }).waitFor()
  await page.getByRole('cell', { name: '+7' }).waitFor()
})

test('a picture is shown as soon as it is uploaded, and in the list of products', async () => {
  const { page } = screen
  await open(`products/${product.productId}`)
  // Text and not a function: this program has no types of a page.
  const widthOf = (alt: string) => page.evaluate(`document.querySelector('img[alt="${alt}"]')?.naturalWidth ?? 0`)
  const waiting = { timeout: 20_000 }
  const file = { name: 'tea.png', mimeType: 'image/png', buffer: teaPicture }
  await page.getByLabel('上传图片').setInputFiles(file)
  await expect.poll(() => widthOf('春茶一号，第 1 张图片'), waiting).toBeGreaterThan(0)
  await open('products')
  await expect.poll(() => widthOf('春茶一号'), waiting).toBeGreaterThan(0)
  // What was uploaded went straight to the bucket.
  expect(screen.faults.splice(0)).toEqual([
    expect.stringMatching(/^another origin: http:\/\/127\.0\.0\.1:\d+\/[\w-]+\/$/),
  ])
})

test('a past comes in from a file, and the lines left out are told with their number and reason', async () => {
  const { page } = screen
  await open('imports')
  const rows = ['C1,旧客1,白茶,1,20.00,2026-09-01', 'C2,旧客1,白茶,无,20.00,2026-09-02']
  const buffer = Buffer.from(`${columns}\n${rows.join('\n')}\n`)
  await page.getByLabel('选择 CSV 文件').setInputFiles({ name: 'past.csv', mimeType: 'text/csv', buffer })
  await page.getByRole('button', { name: '导入 past.csv' }).click()
  await page.getByRole('heading', { name: '导入完成' }).waitFor()
  await page.getByRole('row', { name: '第 3 行 quantity 数量要是正整数' }).waitFor()
  expect(screen.faults).toEqual([])
})

test('a file that stopped half-way is known again by its address, and goes on where it stopped', async () => {
  const { page } = screen
  // So many of one row fill a part; again it says nothing new.
  const same = 'D1,旧客1,白茶,1,20.00,2026-09-01\n'.repeat(1_100)
  const text = `${columns}\n${same}D2,旧客1,白茶,无,20.00,2026-09-02\n`
  const fileId = createHash('sha256').update(text).digest('hex')
  const [first, ...others] = splitCsv(text)
  expect(others).toHaveLength(1)
  const file = { fileId, parts: 2, part: 1, linesBefore: 0 }
  const path = `/v1/shops/${shop.shopId}/imports`
  const body = { kind: 'orders', csv: first?.csv, file }
  await logInAgain(at, shop.owner)
  expect((await send(at, { method: 'POST', path, token: shop.owner.token, body })).status).toBe(200)
  await open(`imports?file=${fileId}`)
  await page.getByRole('heading', { name: '已导入 1 段，共 2 段' }).waitFor()
  const chosen = { name: 'long.csv', mimeType: 'text/csv', buffer: Buffer.from(text) }
  await page.getByLabel('选择 CSV 文件').setInputFiles(chosen)
  await page.getByRole('button', { name: '导入 long.csv' }).click()
  await page.getByRole('heading', { name: '导入完成' }).waitFor()
  await page.getByRole('row', { name: '第 1102 行 quantity 数量要是正整数' }).waitFor()
  expect(page.url()).toContain(fileId)
  expect(screen.faults).toEqual([])
})

test('an order shows whom it is credited to and why, and a refund of a part takes back as much of its commission', async () => {
  const { page } = screen
  await open(`orders/${brought.orderId}`)
  const commission = page.getByTestId('commission')
  await commission.getByText('计提 ¥8.80').waitFor()
  await page.getByText('因访问计入').waitFor()
  await page.getByText('访问较早').waitFor()
  await page.getByLabel('退款金额（元）').fill('22')
  await page.getByLabel('原因').fill('茶罐有压痕')
  await page.getByRole('button', { name: '退款 ¥22.00' }).click()
  await page.getByRole('tooltip').getByRole('button', { name: '退款 ¥22.00' }).click()
  await page.getByText('茶罐有压痕').waitFor()
  // WeChat is asked by a sweep and tells later, each by the clock, which nobody else moves here.
  const booked = async () => {
    await at.advanceMinutes(1)
    return commission.textContent()
  }
  await expect.poll(booked, { timeout: 30_000 }).toContain('冲回 ¥2.20')
  await page.getByTestId('net-paid').filter({ hasText: '¥66.00' }).waitFor()
})

/** Where each page about people and money is, and words that it shows only with its data. */
const aboutMoney = (): readonly (readonly [path: string, words: string])[] => [
  ['referrers', 'Against organic'],
  ['referrers?view=chain', 'People drawn'],
  [`referrers/${brought.referrerId}`, 'Group chat'],
  ['commissions', '¥8.80'],
  ['commissions?view=payouts', 'Nobody has asked'],
  ['commissions?view=years', 'Export'],
  [`commissions/${brought.referrerId}`, 'Accrued'],
  ['checks', 'Buyer and referrer used one device'],
  ['checks?view=disputes', 'They came by my link'],
  ['dry-run', 'Attribution rule'],
  [`orders/${brought.orderId}`, 'Credited by a visit'],
  ['reconciliation', '¥264.00'],
  ['imports', 'Choose a CSV file'],
  ['settings', 'Remove'],
]

/** What the shop and its people wrote themselves, in whatever language. */
const written = /春茶一号|店员|乌龙|茶罐有压痕|浙江省 杭州市 西湖区|龙井路 \S+ 号|新客_\w+|回头茶铺/g

test('every page about people and money speaks English, and is as usable in the dark and on a phone', async () => {
  const { page } = screen
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.getByRole('button', { name: 'English' }).click()
  for (const [path, words] of aboutMoney()) {
    await page.setViewportSize(wide)
    await open(path)
    await page.locator('main').getByText(words).first().waitFor()
    expect((await page.locator('main').innerText()).replaceAll(written, ''), path).not.toMatch(/\p{Script=Han}/u)
    expect(await seriousFindings(page), path).toEqual([])
    await fitsPhone(page, path)
  }
  expect(screen.faults).toEqual([])
})

test('an operator sees the figures over all shops and the way into each', async () => {
  const other = operatorScreen
  await other.page.emulateMedia({ colorScheme: 'dark' })
  await other.page.goto(`${at.apiUrl}/#/platform/shops`)
  await other.page.getByRole('button', { name: 'English' }).click()
  await other.page.getByText('Repurchase rate, by day').first().waitFor()
  expect(await seriousFindings(other.page)).toEqual([])
  await other.page.locator('main').getByRole('link', { name: '回头茶铺' }).click()
  await other.page.getByRole('heading', { level: 1, name: 'Repurchase' }).waitFor()
  expect(await seriousFindings(other.page)).toEqual([])
  expect(other.faults).toEqual([])
})
