import { basename, posix } from 'node:path'
import { consumers } from '../functions/consumers.ts'
import { type Consumer, sharedReaderOf } from '../functions/shared/rows.ts'
import packageJson from '../package.json' with { type: 'json' }

export type SourceFile = { readonly path: string; readonly text: string }
export type Rule = {
  readonly name: string
  /** What is wrong in a file, in words; nothing where the rule does not concern it. */
  readonly faults: (file: SourceFile) => readonly string[]
  /** Files that break the rule: it must find every one. */
  readonly planted: readonly SourceFile[]
}

/**
 * What a context of the domain may use of the others: these files, and no more. Every context may use `shared`.
 * An order is made of a product, its stock, a shop and an attribution; nothing else needs another context.
 */
export const domainImports: Readonly<Record<string, readonly string[]>> = {
  orders: [
    'catalog/product.ts',
    'catalog/stock.ts',
    'referrals/attribution.ts',
    'referrals/link.ts',
    'shops/shipping-fee.ts',
    'shops/shop.ts',
  ],
  // What a payout may come to is a setting of the shop.
  referrals: ['shops/payout-settings.ts'],
}

/** Consumers whose stream another function reads, with their files. */
const sharedConsumers = (consumers as readonly Consumer[]).flatMap((row) => {
  const reader = sharedReaderOf(row)
  return reader === undefined ? [] : [{ reader, file: `${row.context}/${row.name}.ts` }]
})

/**
 * What the functions of a context may use of other contexts: these files, and no more. A store builds the keys and
 * writes of its own tables, so who needs them asks it; the grants of the rows say the same a second time.
 */
export const functionImports: Readonly<Record<string, readonly string[]>> = {
  identity: ['referrals/bind-visitor.ts'],
  shops: ['identity/customer-store.ts', 'identity/role-store.ts'],
  catalog: ['shops/shop-store.ts'],
  orders: [
    'catalog/product-store.ts',
    'catalog/load-stocks.ts',
    'catalog/stock-parts-store.ts',
    'payments/confirm-transaction.ts',
    'payments/connect.ts',
    'payments/payment-store.ts',
    'payments/refund-store.ts',
    'payments/pay-context.ts',
    'payments/wechat-pay/errors.ts',
    'payments/wechat-pay/transaction.ts',
    'referrals/credited-by.ts',
    'referrals/member-store.ts',
    'referrals/second-terms.ts',
    'shops/shop-store.ts',
  ],
  payments: ['identity/customer-store.ts', 'orders/order-store.ts', 'shops/shop-store.ts'],
  referrals: [
    'catalog/ask-for-image.ts',
    'catalog/image-store.ts',
    'catalog/picture-path.ts',
    'catalog/presigned-post.ts',
    'catalog/product-store.ts',
    'catalog/upload-target.ts',
    'identity/customer-store.ts',
    'identity/role-store.ts',
    'orders/order-lists.ts',
    'orders/order-store.ts',
    'payments/wechat-pay/config.ts',
    'payments/wechat-pay/errors.ts',
    'payments/wechat-pay/signature.ts',
    'payments/wechat-pay/transfers.ts',
    'shops/shop-store.ts',
  ],
  repurchase: [
    'orders/order-lists.ts',
    'orders/order-store.ts',
    'referrals/chain-worth.ts',
    'referrals/join-standings.ts',
    'shops/shop-store.ts',
  ],
  engagement: ['identity/customer-store.ts', 'orders/order-store.ts'],
  // What reads a stream for several consumers puts together the files of those whose rows name it, and does nothing else.
  readers: sharedConsumers.map(({ file }) => file),
  // The documentation is made of the contracts of all.
  platform: [
    ...['identity', 'shops', 'catalog', 'orders', 'payments', 'referrals', 'repurchase', 'engagement'].map(
      (context) => `${context}/endpoints.ts`,
    ),
    'orders/after-sales-endpoints.ts',
    'orders/order-cancellation-endpoints.ts',
    'referrals/attribution-endpoints.ts',
    'referrals/link-codes-endpoints.ts',
    'referrals/payouts-endpoints.ts',
    'referrals/posters-endpoints.ts',
    'repurchase/import-endpoints.ts',
  ],
}

/** The check of who calls: the entry of every context with callers wires it in. */
const callerCheck = 'identity/identify.ts'

const importPattern =
  /(?:^|\n)\s*(?:import|export)\s(?:[\w\s{},*$]*?\sfrom\s*)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g

const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1')

/** What a file imports: files as paths from the root, packages by name. */
export function importsOf({ path, text }: SourceFile): string[] {
  return [...withoutComments(text).matchAll(importPattern)].map(([, from = '', dynamic = '']) => {
    const specifier = from || dynamic
    return specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : specifier
  })
}

const isFile = (imported: string) => /^[\w.-]+\/.*\.\w+$/.test(imported) && !imported.startsWith('@')
export const isIn = (path: string, folder: string) => path.startsWith(`${folder}/`)
const contextOf = (path: string) => path.split('/')[1] ?? ''
const dependencies = Object.keys(packageJson.dependencies)
const packageOf = (imported: string) =>
  imported
    .split('/')
    .slice(0, imported.startsWith('@') ? 2 : 1)
    .join('/')

/** Files that break a rule about imports, for those that the folder concerns. */
function importRule(folder: string, isAllowed: (imported: string, file: SourceFile) => boolean): Rule['faults'] {
  return (file) => (isIn(file.path, folder) ? importsOf(file).filter((imported) => !isAllowed(imported, file)) : [])
}

function textRule(isConcerned: (path: string) => boolean, pattern: RegExp): Rule['faults'] {
  return ({ path, text }) => (isConcerned(path) ? (withoutComments(text).match(pattern) ?? []) : [])
}

const importing = (path: string, ...imported: string[]): SourceFile => ({
  path,
  text: imported.map((from, at) => `import { a${at} } from '${from}'\n`).join(''),
})

export const rules: readonly Rule[] = [
  {
    name: 'the domain imports itself and zod only',
    faults: importRule('domain', (imported) => imported === 'zod' || isIn(imported, 'domain')),
    planted: [
      importing('domain/orders/a.ts', '../../functions/shared/storage.ts'),
      importing('domain/orders/a.ts', 'node:crypto'),
      { path: 'domain/orders/a.ts', text: "import type {\n  A,\n  B,\n} from '@aws-sdk/client-dynamodb'\n" },
      { path: 'domain/orders/a.ts', text: "export * from 'ulid'\n" },
      { path: 'domain/orders/a.ts', text: "const later = import('ulid')\n" },
    ],
  },
  {
    name: 'a context of the domain uses of another one the files of its list only',
    faults: importRule('domain', (imported, { path }) => {
      if (!isIn(imported, 'domain') || [contextOf(path), 'shared'].includes(contextOf(imported))) return true
      return domainImports[contextOf(path)]?.includes(imported.slice('domain/'.length)) ?? false
    }),
    planted: [
      importing('domain/catalog/a.ts', '../orders/order.ts'),
      importing('domain/orders/a.ts', '../catalog/other.ts'),
      importing('domain/shared/a.ts', '../orders/order.ts'),
    ],
  },
  {
    name: 'the functions import no program around them',
    faults: importRule('functions', (imported) => !isFile(imported) || /^(domain|functions)\//.test(imported)),
    planted: ['infra/tables.ts', 'local/boot.ts', 'simulate/run.ts', 'test/a.ts'].map((path) =>
      importing('functions/orders/a.ts', `../../${path}`),
    ),
  },
  {
    name: 'the functions import packages that are dependencies, not tools of the developers',
    faults: importRule('functions', (imported) => {
      // Types of Lambda’s events leave nothing in a bundle.
      if (isFile(imported) || imported.startsWith('node:') || imported === 'aws-lambda') return true
      return dependencies.includes(packageOf(imported))
    }),
    planted: [importing('functions/orders/a.ts', 'aws-cdk-lib/core'), importing('functions/a.ts', '@smithy/types')],
  },
  {
    name: 'what the functions share knows no context',
    faults: importRule('functions/shared', (imported) => {
      const isOfContext =
        isIn(imported, 'functions') && imported.split('/').length > 2 && contextOf(imported) !== 'shared'
      const isOfDomainContext = isIn(imported, 'domain') && contextOf(imported) !== 'shared'
      return !isOfContext && !isOfDomainContext
    }),
    planted: [
      importing('functions/shared/a.ts', '../orders/order-store.ts'),
      importing('functions/shared/http/a.ts', '../../../domain/orders/order.ts'),
    ],
  },
  {
    name: 'the functions of a context use of another one the files of its list only',
    faults: importRule('functions', (imported, { path }) => {
      const own = contextOf(path)
      if (!isIn(imported, 'functions') || imported.split('/').length === 2) return true
      if (path.split('/').length === 2 || [own, 'shared'].includes(contextOf(imported))) return true
      const used = imported.slice('functions/'.length)
      if (used === callerCheck && /(^|-)api\.ts$/.test(basename(path))) return true
      return functionImports[own]?.includes(used) ?? false
    }),
    planted: [
      importing('functions/catalog/a.ts', '../orders/order-store.ts'),
      importing('functions/orders/place-order.ts', '../identity/identify.ts'),
    ],
  },
  {
    name: 'a function that reads for several consumers is made of those of its name, and nothing else',
    faults: importRule('functions/readers', (imported, { path }) => {
      const used = imported.slice('functions/'.length)
      const isOwn = sharedConsumers.some(({ reader, file }) => file === used && reader === basename(path, '.ts'))
      return isOwn || used === 'shared/stream-reader.ts'
    }),
    planted: [
      importing('functions/readers/follow-orders.ts', '../orders/settle-refunds.ts'),
      importing('functions/readers/follow-orders.ts', '../orders/order-store.ts'),
      importing('functions/readers/follow-orders.ts', '../shared/environment.ts'),
      importing('functions/readers/follow-orders.ts', 'zod'),
    ],
  },
  {
    name: 'the domain has no clock, no chance, no environment and nothing to wait for',
    faults: textRule(
      (path) => isIn(path, 'domain'),
      /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\bprocess\.|\bawait\b|\basync\b|\bPromise\b|\bsetTimeout\b|\bperformance\./g,
    ),
    planted: [
      'const at = Date.now()',
      'const at = new Date( )',
      'if (Math.random() < 0.5) again()',
      "const key = process.env['KEY']",
      'const answer = await ask()',
      'async function ask() {}',
      'setTimeout(again, 10)',
    ].map((text) => ({ path: 'domain/orders/a.ts', text })),
  },
  {
    name: 'zod is imported as a namespace, so that a bundle keeps 90 kB of it and not 454',
    faults: textRule(() => true, /\bimport\s+(?!(?:type\s+)?\*\s+as\s)[\w\s{},]*?\sfrom\s*['"]zod(?:\/[\w/]+)?['"]/g),
    planted: ["import { z } from 'zod'", "import z from 'zod'", "import type { ZodType } from 'zod/v4'"].map(
      (text) => ({
        path: 'functions/orders/a.ts',
        text,
      }),
    ),
  },
  {
    name: 'nothing is exported without a name',
    faults: textRule((path) => !path.endsWith('.config.ts'), /^\s*export\s+(?:default\b|\{[^}]*\bas\s+default\b)/gm),
    planted: ['export default handler', 'export { handler as default }'].map((text) => ({ path: 'infra/a.ts', text })),
  },
  {
    name: 'no file only passes on what others export',
    faults: ({ path }) => (basename(path) === 'index.ts' ? ['is a barrel'] : []),
    planted: [{ path: 'domain/orders/index.ts', text: '' }],
  },
  {
    name: 'files and folders have the names of what they are about',
    faults: ({ path }) =>
      path.match(/\b(utils?|helpers?|services?|managers?|models?|dtos?|interfaces?)(?=\/|\.ts$)/g) ?? [],
    planted: [
      { path: 'functions/shared/utils/a.ts', text: '' },
      { path: 'functions/orders/order-helpers.ts', text: '' },
    ],
  },
  {
    name: 'no file has more than 350 lines',
    faults: ({ text }) => (text.trimEnd().split('\n').length > 350 ? ['is too long'] : []),
    planted: [{ path: 'domain/orders/a.ts', text: 'const a = 1\n'.repeat(351) }],
  },
]
