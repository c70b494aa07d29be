import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, inject, onTestFinished, test } from 'vitest'
import * as z from 'zod'
import { consumers } from '../../functions/consumers.ts'
import { routes } from '../../functions/routes.ts'
import { restrict, UngrantedTable } from '../../functions/shared/restrict.ts'
import type { Consumer, Route } from '../../functions/shared/rows.ts'
import { type Database, type TableName, tableNames, type Write } from '../../functions/shared/storage.ts'
import { logIn, openLinkAsStranger, shareLink, toHangzhou, until } from '../../local/main-job/people.ts'
import { memoryDatabase } from '../http-frame/world.ts'
import { startOwnBackend } from '../support/backend.ts'
import { testFolder } from '../support/folder.ts'
import { violationsOf } from '../support/invariants.ts'
import { errorOf, refusalOf, send } from '../support/request.ts'
import { linesOf, newId, newPerson, newProduct, newShop, paidOrder } from '../support/shop.ts'

type Row = Route | Consumer
const rows: readonly (readonly [string, Row])[] = [
  ...routes.map((row: Route) => [`${row.method} ${row.path}`, row] as const),
  ...consumers.map((row: Consumer) => [row.name, row] as const),
]

/** Every way to touch a table. */
const touches: Record<'reads' | 'writes', (db: Database, table: TableName) => Promise<unknown>[]> = {
  reads: (db, table) => {
    const key = { table, pk: 'a', sk: 'b' }
    const guards = [{ attribute: 'c', is: 'absent' }] as const
    return [
      db.get(key),
      db.getMany([key]),
      db.query({ table, pk: 'a', limit: 1 }),
      db.transact([{ kind: 'check', name: 'touch', key, guards }]),
    ]
  },
  writes: (db, table) => {
    const of = (sk: string) => ({ name: 'touch', key: { table, pk: 'a', sk } })
    const writes: Write[] = [
      { kind: 'create', ...of('1'), attributes: {} },
      { kind: 'replace', ...of('2'), attributes: {}, atVersion: 1 },
      { kind: 'update', ...of('3'), add: { count: 1 } },
      { kind: 'remove', ...of('4') },
    ]
    return writes.map((write) => db.transact([write]))
  },
}

test.each(rows)('%s reaches the tables that its row names, and no other', async (_, row) => {
  const writes = new Set<TableName>(row.writes)
  const reads = new Set<TableName>([...(row.reads ?? []), ...writes])
  for (const table of tableNames)
    for (const [kind, granted] of [
      ['reads', reads],
      ['writes', writes],
    ] as const) {
      const db = restrict(memoryDatabase(), row)
      const outcomes = await Promise.allSettled(touches[kind](db, table))
      const isRefused = outcomes.map((each) => each.status === 'rejected' && each.reason instanceof UngrantedTable)
      expect([table, kind, isRefused]).toEqual([table, kind, outcomes.map(() => !granted.has(table))])
    }
})

const folder = testFolder('huitou-grants-')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const PolicyTemplate = z.looseObject({
  Resources: z.record(z.string(), z.looseObject({ Type: z.string(), Properties: z.record(z.string(), z.unknown()) })),
})
const Policy = z.looseObject({
  PolicyDocument: z.looseObject({ Statement: z.array(z.looseObject({ Resource: z.unknown() })) }),
  Roles: z.array(z.object({ Ref: z.string() })),
})

/** The assembly with one table taken out of what one function's role may touch. */
function assemblyWithout(roleName: RegExp, tableName: RegExp): string {
  const doctored = join(folder, `${roleName.source}-${tableName.source}`.replaceAll(/\W/g, ''))
  cpSync(inject('assembly'), doctored, { recursive: true })
  const file = join(doctored, 'HuitouApi.template.json')
  const template = PolicyTemplate.parse(JSON.parse(readFileSync(file, 'utf8')))
  let taken = 0
  for (const { Type, Properties } of Object.values(template.Resources)) {
    if (Type !== 'AWS::IAM::Policy') continue
    const { PolicyDocument, Roles } = Policy.parse(Properties)
    if (!Roles.some(({ Ref }) => roleName.test(Ref))) continue
    for (const statement of PolicyDocument.Statement) {
      const all = [statement.Resource].flat()
      statement.Resource = all.filter((resource) => !tableName.test(JSON.stringify(resource)))
      taken += all.length - [statement.Resource].flat().length
    }
    Properties.PolicyDocument = PolicyDocument
  }
  expect(taken).toBeGreaterThan(0)
  writeFileSync(file, JSON.stringify(template))
  return doctored
}

/** A back end that ends with its test. */
async function startFor(options: Parameters<typeof startOwnBackend>[0]) {
  const at = await startOwnBackend(options)
  onTestFinished(() => at.close('meant'))
  return at
}

describe('a grant that is missing in the cloud is missing here', () => {
  test('placing an order fails whole where its function may not touch the catalog', async () => {
    const at = await startFor({ assembly: assemblyWithout(/^OrdersRole/, /CatalogTable/) })
    const shop = await newShop(at)
    const product = await newProduct(at, shop)
    const { token } = await newPerson(at)
    const body = { orderId: newId('ord'), lines: linesOf(product), totalFen: product.priceFen, delivery: toHangzhou }
    const before = await at.database.snapshot()
    const reply = await send(at, { method: 'POST', path: `/v1/shops/${shop.shopId}/orders`, token, body })
    expect(refusalOf(reply)).toBe('500 internal_error')
    expect(errorOf(reply).message).not.toMatch(/dynamo|denied|arn:|table/i)
    expect(await at.database.snapshot()).toEqual(before)
    expect(at.log.join('\n')).toMatch(/orders is not authorized to perform: dynamodb:\w+ on resource: \S*[Cc]atalog/)
  })

  test('nobody gets in where a function may not read sessions', async () => {
    const at = await startFor({ assembly: assemblyWithout(/^CatalogRole/, /IdentityTable/) })
    const shop = await newShop(at)
    const path = `/v1/shops/${shop.shopId}/products/${newId('prd')}/stock`
    expect(refusalOf(await send(at, { method: 'GET', path, token: shop.owner.token }))).toBe('500 internal_error')
  })

  test('a consumer that may not touch its table keeps its event, and applies it once it may', async () => {
    const data = join(folder, 'data')
    const assembly = assemblyWithout(/^BookCommissionsRole/, /ReferralsTable/)
    const before = await startOwnBackend({ assembly, folder: data })
    const shop = await newShop(before)
    const product = await newProduct(before, shop)
    const code = await shareLink(before, await newPerson(before), shop.shopId, product.productId, 'moments')
    const buyer = await logIn(before, newId('新客'), await openLinkAsStranger(before, code, 1008))
    const { orderId } = await paidOrder(before, shop, buyer, product)
    await until('the consumer is refused', async () =>
      before.log.find((line) => line.includes('book-commissions is not authorized')),
    )
    await before.close()
    const after = await startFor({ folder: data })
    await after.idle()
    const pk = `COMMISSION#${shop.shopId}#${orderId}`
    expect(await after.database.get({ table: 'referrals', pk, sk: `ENTRY#${orderId}#accrued` })).toMatchObject({
      amountFen: 880,
    })
    expect(await violationsOf(after)).toEqual([])
  })
})
