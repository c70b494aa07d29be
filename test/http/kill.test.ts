import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, inject, onTestFinished, test } from 'vitest'
import { type Person, payOnPhone, placeOrder, prepay, toHangzhou } from '../../local/main-job/people.ts'
import { type SharedBackend, startOwnBackend } from '../support/backend.ts'
import { testFolder } from '../support/folder.ts'
import { violationsOf } from '../support/invariants.ts'
import { orderOf } from '../support/payment.ts'
import { linesOf, newId, newPerson, newProduct, newShop, type TestProduct, type TestShop } from '../support/shop.ts'

/** Starts a back end as a process group of its own. */
async function spawnBackend(folder: string) {
  const program = join(import.meta.dirname, '../support/serve-backend.ts')
  const options = JSON.stringify({ assembly: inject('assembly'), folder })
  const child = spawn(process.execPath, [program, options], { detached: true, stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await once(createInterface(child.stdout), 'line')
  const at: SharedBackend = JSON.parse(String(line))
  const exit = once(child, 'exit')
  const kill = async () => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
      process.kill(-child.pid, 'SIGKILL')
    await exit
  }
  onTestFinished(kill)
  return { at, kill }
}

const portOf = (url: string) => Number(new URL(url).port)

/** What was answered for before the end. */
type Acknowledged = { readonly placed: string[]; readonly paid: string[] }

/** Buys and buys until the back end is gone. */
async function buyOn(at: SharedBackend, shop: TestShop, product: TestProduct, buyer: Person, told: Acknowledged) {
  for (;;) {
    const orderId = newId('ord')
    try {
      await placeOrder(at, buyer, shop.shopId, linesOf(product), product.priceFen, toHangzhou, orderId)
      told.placed.push(orderId)
      const { payParams } = await prepay(at, buyer, shop.shopId, orderId)
      await payOnPhone(at, buyer, payParams)
      told.paid.push(orderId)
    } catch {
      return
    }
  }
}

test('kill -9 in the middle of the trade loses nothing that was answered for', { timeout: 60_000 }, async () => {
  const folder = testFolder('huitou-kill-')
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const { at, kill } = await spawnBackend(folder)
  const shop = await newShop(at)
  const product = await newProduct(at, shop, { units: 10_000 })
  const buyers = [await newPerson(at), await newPerson(at), await newPerson(at), await newPerson(at)]
  const told: Acknowledged = { placed: [], paid: [] }
  const trade = buyers.map((buyer) => buyOn(at, shop, product, buyer, told))
  while (told.paid.length < 12) await wait(10)
  await kill()
  await Promise.all(trade)
  expect(told.placed.length).toBeGreaterThanOrEqual(told.paid.length)

  const again = await startOwnBackend({ folder, port: portOf(at.apiUrl), wechatPort: portOf(at.wechatUrl) })
  onTestFinished(() => again.close())
  // WeChat goes on telling the address that it was given: what it was telling at the end comes again within a minute.
  await again.advanceMinutes(1)
  const statuses = new Map<string, string>()
  for (const orderId of told.placed) statuses.set(orderId, (await orderOf(again, shop.shopId, orderId)).order.status)
  expect(told.paid.map((orderId) => [orderId, statuses.get(orderId)])).toEqual(
    told.paid.map((orderId) => [orderId, 'paid']),
  )
  await again.advanceMinutes(16)
  expect(await violationsOf(again)).toEqual([])
})
