import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { loyalCustomer } from './past.ts'
import type { Story } from './story.ts'

/** One picture: its file's name, and where the page is. */
export type Shot = {
  readonly name: string
  /** The row of `console/src/app/pages.ts` that it shows. */
  readonly page: string
  /** After the shop's part of the address; after `/platform/` of an operator's. */
  readonly path: string
  readonly access?: 'operator'
  /** One of the main ones, kept at the width of a phone too. */
  readonly isMain?: true
  /** What somebody does on the page before they see this. */
  readonly act?: (page: Page) => Promise<void>
}

/** Every page of the console, the views within it as pictures of their own. */
export function shotsOf(story: Story): readonly Shot[] {
  const { productId, referrer, disputedOrderId, day, importCsv } = story
  const referrerId = referrer.customerId
  const pastCustomer = encodeURIComponent(loyalCustomer)
  return [
    { name: 'overview', page: 'overview', path: 'overview', isMain: true },
    { name: 'orders', page: 'orders', path: 'orders', isMain: true },
    { name: 'order', page: 'orders/:orderId', path: `orders/${disputedOrderId}` },
    { name: 'order-refunded', page: 'orders/:orderId', path: `orders/${story.refundedOrderId}` },
    { name: 'products', page: 'products', path: 'products' },
    { name: 'product', page: 'products/:productId', path: `products/${productId}` },
    { name: 'product-new', page: 'products/new', path: 'products/new' },
    { name: 'categories', page: 'products/categories', path: 'products/categories' },
    { name: 'repurchase', page: 'repurchase', path: 'repurchase', isMain: true },
    { name: 'repurchase-table', page: 'repurchase', path: 'repurchase?as=table' },
    { name: 'repurchase-customers', page: 'repurchase/:metricKey', path: 'repurchase/repurchaseRateByDay' },
    { name: 'channels', page: 'channels', path: 'channels', isMain: true },
    { name: 'customers', page: 'customers', path: 'customers' },
    { name: 'customers-due', page: 'customers', path: 'customers?view=due' },
    { name: 'customers-all', page: 'customers', path: 'customers?view=everybody' },
    { name: 'customer', page: 'customers/:customerId', path: `customers/${pastCustomer}` },
    { name: 'referrers', page: 'referrers', path: 'referrers', isMain: true },
    { name: 'referrers-rates', page: 'referrers', path: 'referrers?view=rates' },
    { name: 'referrers-chain', page: 'referrers', path: 'referrers?view=chain' },
    { name: 'referrer', page: 'referrers/:customerId', path: `referrers/${referrerId}` },
    { name: 'commissions', page: 'commissions', path: 'commissions' },
    { name: 'payouts', page: 'commissions', path: 'commissions?view=payouts' },
    { name: 'commission-years', page: 'commissions', path: 'commissions?view=years' },
    { name: 'statement', page: 'commissions/:referrerId', path: `commissions/${referrerId}` },
    { name: 'holds', page: 'checks', path: 'checks' },
    { name: 'disputes', page: 'checks', path: 'checks?view=disputes' },
    {
      name: 'dry-run',
      page: 'dry-run',
      path: 'dry-run',
      act: async (page) => {
        await page.getByLabel(/佣金比例|Commission rate/).fill('15')
        await page.getByRole('button', { name: /^试 ?算$|^Run$/ }).click()
        await page.locator('main .metric').first().waitFor()
      },
    },
    { name: 'reconciliation', page: 'reconciliation', path: 'reconciliation' },
    { name: 'reconciliation-day', page: 'reconciliation', path: `reconciliation?day=${day}` },
    { name: 'settings', page: 'settings', path: 'settings' },
    {
      name: 'imports',
      page: 'imports',
      path: 'imports',
      act: async (page) => {
        const file = { name: 'orders-2026.csv', mimeType: 'text/csv', buffer: Buffer.from(importCsv) }
        await page.locator('input[type=file]').setInputFiles(file)
        await page.getByRole('button', { name: /orders-2026/ }).click()
        await page.getByRole('heading', { name: /导入完成|Imported/ }).waitFor()
      },
    },
    { name: 'platform', page: 'shops', path: 'shops', access: 'operator' },
  ]
}

const rowsFile = join(import.meta.dirname, '..', '..', 'console', 'src', 'app', 'pages.ts')

/** Rows of the console's pages that have no picture. */
export function withoutPicture(shots: readonly Shot[]): string[] {
  const rows = [...readFileSync(rowsFile, 'utf8').matchAll(/^ {4}path: '([^']+)'/gm)].map(([, path = '']) => path)
  if (rows.length === 0) throw new Error('The rows of the pages are not where they were')
  return rows.filter((row) => !shots.some(({ page }) => page === row))
}
