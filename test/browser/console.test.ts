import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seriousFindings } from '../support/accessibility.ts'
import { sharedBackend } from '../support/backend.ts'
import { launchBrowser } from '../support/browser.ts'
import { answerOnPhone, openConsole, type Screen, signIn } from '../support/console-page.ts'
import { newPerson, newProduct, newShop, paidOrder, type TestProduct, type TestShop } from '../support/shop.ts'

/** What is shown asks every three seconds; this is for a machine that is busy. */
const liveWithinMs = 20_000

/** A function that has not been asked before starts first. */
const firstAnswerMs = 30_000

const at = sharedBackend()
let browser: Browser
let screen: Screen
let page: Page
let shop: TestShop
let product: TestProduct

beforeAll(async () => {
  const [opened] = await Promise.all([
    launchBrowser(),
    (async () => {
      shop = await newShop(at)
      product = await newProduct(at, shop, { units: 50 })
    })(),
  ])
  browser = opened
  screen = await openConsole(browser, at, { viewport: { width: 1440, height: 900 } })
  page = screen.page
}, 120_000)
afterAll(async () => {
  await screen?.close()
  await browser?.close()
})

const heading = (name: RegExp) => page.getByRole('heading', { level: 1, name })
const figure = (title: RegExp) => page.locator('.metric', { hasText: title }).locator('.metric-value')

test('a code that the phone refuses signs nobody in, and another one can be asked for', async () => {
  await answerOnPhone(at, page, shop.owner, 'refusal')
  await page.getByText('已在手机上拒绝').waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await page.getByRole('button', { name: '换一个登录码' }).click()
  await page.getByTestId('sign-in-id').waitFor()
  expect(screen.faults.splice(0)).toEqual([expect.stringContaining('409')])
})

test('the page is signed in once the phone confirms, and stays so when it is loaded again', async () => {
  await signIn(at, page, shop.owner)
  await page.reload()
  await heading(/概览/).waitFor()
  expect(
    await page.evaluate(`[...Object.keys(localStorage), ...Object.keys(sessionStorage), document.cookie].join()`),
  ).toBe('')
})

test('an order is seen in the figures without loading anew, and leads to itself', async () => {
  const orders = figure(/今日订单/)
  await expect.poll(() => orders.textContent(), { timeout: firstAnswerMs }).toBe('0')
  const { orderId } = await paidOrder(at, shop, await newPerson(at), product)
  await expect.poll(() => orders.textContent(), { timeout: liveWithinMs }).toBe('1')
  await expect.poll(() => figure(/今日实付/).textContent(), { timeout: liveWithinMs }).toBe('¥88.00')
  expect(await seriousFindings(page)).toEqual([])
  await page.getByRole('link', { name: /1 单待发货/ }).click()
  await page.getByRole('link', { name: orderId.slice(-8) }).click()
  await heading(new RegExp(orderId.slice(-8))).waitFor()
  await page.getByText(/龙井路 .* 号/).waitFor()
})

test('an order is shipped, and a part of it is given back after one question', async () => {
  await page.getByLabel('运单号').fill('SF1234567890')
  await page.getByRole('button', { name: '发货' }).click()
  await page.getByText('顺丰速运 SF1234567890').waitFor()
  await page.getByLabel('退款金额（元）').fill('12.5')
  await page.getByLabel('原因').fill('茶罐有压痕')
  await page.getByRole('button', { name: '退款 ¥12.50' }).click()
  await page.getByText('¥12.50 将原路退回买家').waitFor()
  await page.getByRole('tooltip').getByRole('button', { name: '退款 ¥12.50' }).click()
  await page.getByText('茶罐有压痕').waitFor()
  expect(await seriousFindings(page)).toEqual([])
})

test('the list narrows to a status by its address, so that a link opens the same view', async () => {
  await page.goto(`${at.apiUrl}/#/shops/${shop.shopId}/orders?status=shipped`)
  await heading(/订单/).waitFor()
  await expect.poll(() => page.locator('tbody tr.ant-table-row').count(), { timeout: liveWithinMs }).toBe(1)
  expect(await seriousFindings(page)).toEqual([])
  await page.goto(`${at.apiUrl}/#/shops/${shop.shopId}/orders?status=cancelled`)
  await page.getByText('没有符合条件的订单').waitFor()
})

test('it speaks English when asked, and the API with it', async () => {
  await page.getByRole('button', { name: 'English' }).click()
  await heading(/Orders/).waitFor()
  await page.goto(`${at.apiUrl}/#/shops/${shop.shopId}/settings`)
  await page.getByLabel('Minutes to pay').fill('1')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('A field of the request is not right').waitFor()
  expect(await page.evaluate(`document.documentElement.lang`)).toBe('en')
  expect(await seriousFindings(page)).toEqual([])
  await page.getByRole('button', { name: '中文' }).click()
  expect(screen.faults.splice(0)).toEqual([expect.stringContaining('400')])
})

test('nothing is wider than a phone, the menu opens, and dark is as readable as light', async () => {
  await page.setViewportSize({ width: 375, height: 812 })
  await page.emulateMedia({ colorScheme: 'dark' })
  for (const [path, name] of [
    ['overview', /概览/],
    ['orders', /订单/],
    ['settings', /店铺设置/],
  ] as const) {
    await page.goto(`${at.apiUrl}/#/shops/${shop.shopId}/${path}`)
    await heading(name).waitFor()
    await page.waitForLoadState('networkidle')
    expect(await page.evaluate(`document.documentElement.scrollWidth - innerWidth`), path).toBeLessThanOrEqual(0)
    expect(await seriousFindings(page), path).toEqual([])
  }
  await page.getByRole('button', { name: '菜单' }).click()
  await page.getByRole('dialog').getByRole('link', { name: '订单', exact: true }).click()
  await heading(/订单/).waitFor()
})

test('without a network it says so and keeps what it shows', async () => {
  await page.context().setOffline(true)
  await page.getByText(/网络断开了/).waitFor()
  await page.locator('.row-cards li').first().waitFor()
  await page.context().setOffline(false)
  await expect.poll(() => page.getByText(/网络断开了/).count()).toBe(0)
  for (const fault of screen.faults.splice(0)) expect(fault).toContain('ERR_INTERNET_DISCONNECTED')
})

test('signing out leaves nothing behind, and nothing went wrong on the way', async () => {
  await page.getByRole('button', { name: '账户' }).click()
  await page.getByText('退出登录').click()
  await page.getByTestId('sign-in-id').waitFor()
  await page.reload()
  await page.getByTestId('sign-in-id').waitFor()
  expect(screen.faults).toEqual([])
})
