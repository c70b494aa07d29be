import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { domainImports, functionImports, importsOf, isIn, rules, type SourceFile } from './architecture-rules.ts'
import { halfWidthMarks } from './chinese-marks.ts'

const root = join(import.meta.dirname, '..')
const folders = ['domain', 'functions', 'infra', 'local', 'simulate', 'bench', 'test']

const sources: readonly SourceFile[] = folders.flatMap((folder) =>
  globSync(`${folder}/**/*.ts`, { cwd: root }).map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') })),
)

/** The rules name what they look for. */
const inspected = sources.filter(({ path }) => path !== 'test/architecture-rules.ts')

test('reads the sources of the project', () => {
  for (const folder of ['domain', 'functions', 'infra'])
    expect(sources.some(({ path }) => isIn(path, folder))).toBe(true)
})

describe.each(rules)('$name', ({ faults, planted }) => {
  test('holds', () => {
    expect(inspected.flatMap((file) => faults(file).map((fault) => `${file.path}: ${fault}`))).toEqual([])
  })
  test.each(planted.map((file) => [file.text.trim().split('\n')[0] || file.path, file] as const))(
    'finds %s',
    (_, file) => {
      expect(faults(file)).not.toEqual([])
    },
  )
})

test.each([
  ['domain', domainImports],
  ['functions', functionImports],
])('the lists of %s name no file that is not used', (folder, lists) => {
  const used = (context: string, file: string) =>
    inspected.some(
      (source) => isIn(source.path, `${folder}/${context}`) && importsOf(source).includes(`${folder}/${file}`),
    )
  const unused = Object.entries(lists).flatMap(([context, files]) =>
    files.filter((file) => !used(context, file)).map((file) => `${context}: ${file}`),
  )
  expect(unused).toEqual([])
})

/** Contexts that need themselves in the end. */
function circles(lists: Readonly<Record<string, readonly string[]>>): string[] {
  const reached = (context: string): Set<string> => {
    const all = new Set<string>()
    const visit = (from: string) => {
      for (const next of (lists[from] ?? []).map((file) => file.split('/')[0] ?? '')) {
        if (all.has(next)) continue
        all.add(next)
        visit(next)
      }
    }
    visit(context)
    return all
  }
  return Object.keys(lists).filter((context) => reached(context).has(context))
}

test('contexts of the domain do not need each other in a circle', () => {
  expect(circles(domainImports)).toEqual([])
  expect(circles({ a: ['b/x.ts'], b: ['c/x.ts', 'd/x.ts'], d: ['b/y.ts'] })).toEqual(['b', 'd'])
})

/** Where words are WeChat's, not ours: the titles of its bills and what its stand-in says. */
const isWechats = (path: string) => isIn(path, 'functions/payments/wechat-pay') || isIn(path, 'local/wechat')

test('Chinese sentences have marks of their own width', () => {
  const texts = ['domain', 'functions', 'infra', 'local', 'console/src'].flatMap((folder) =>
    globSync(`${folder}/**/*.{ts,tsx}`, { cwd: root }).filter((path) => !isWechats(path)),
  )
  expect(texts.some((path) => path.endsWith('order-texts.ts'))).toBe(true)
  const faults = texts.flatMap((path) =>
    halfWidthMarks(readFileSync(join(root, path), 'utf8')).map((sentence) => `${path}: ${sentence}`),
  )
  expect(faults).toEqual([])
  const planted = ["zh: '已付款,无法取消'", "zh: '单价(元)'", 'zh: `按定义为 1,不表示`', "zh: '介绍人:{sign}'"]
  expect(planted.map((text) => halfWidthMarks(text).length)).toEqual([1, 1, 1, 1])
  expect(halfWidthMarks("en: 'Huitou (回头) is'\n// 已付款,\nzh: '第 {n} 行（共 3,000）'")).toEqual([])
})
