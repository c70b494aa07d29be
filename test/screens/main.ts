import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import { buildConsole } from '../../console/build.ts'
import { bundle } from '../../infra/bundle.ts'
import { synthesise } from '../../infra/synthesise.ts'
import { logIn, type Person, until } from '../../local/main-job/people.ts'
import { operatorName, startTestBackend } from '../support/backend.ts'
import { launchBrowser, newContext, withChineseFont } from '../support/browser.ts'
import { answerOnPhone } from '../support/console-page.ts'
import { testFolder } from '../support/folder.ts'
import { type Shot, shotsOf, withoutPicture } from './shots.ts'
import { tellStory } from './story.ts'

const usage = `npm run screens -- [options]: pictures of every page of the console, with a shop in it
  --out DIR         where they go (docs/screens)
  --language en     English; else Chinese
  --dark            the dark appearance
  --all             every page at the width of a phone too; else the main ones only
  --whole           pages in their whole length; else what one sees first
  --only NAME,…     these pictures only
  --format png      png or jpeg; else webp`

const sizes = { wide: { width: 1440, height: 900 }, phone: { width: 375, height: 812 } } as const
const formats = ['webp', 'png', 'jpeg'] as const
/** Of 100: text stays sharp, and a picture of a page has about 40 kB. */
const quality = 72
/** Longest that a page may take to its data, on a machine that has other things to do. */
const waitMs = 60_000

type Options = {
  readonly out: string
  readonly language: 'zh' | 'en'
  readonly dark: boolean
  readonly all: boolean
  readonly whole: boolean
  readonly only: readonly string[] | undefined
  readonly format: (typeof formats)[number]
}

async function main(options: Options): Promise<void> {
  const folder = testFolder('huitou-screens-')
  const inFolder = (name: string) => join(folder, name)
  try {
    await bundle({ outdir: inFolder('dist') })
    synthesise({ outdir: inFolder('cdk.out'), functionsFrom: inFolder('dist'), checkSchemas: false })
    await buildConsole(inFolder('console'))
    const places = { assembly: inFolder('cdk.out'), folder: inFolder('data'), consoleFiles: inFolder('console') }
    const backend = await startTestBackend({ ...places, lazy: true })
    const browser = await launchBrowser()
    try {
      await takeAll(backend, browser, options)
    } finally {
      await browser.close()
      await backend.close()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function takeAll(
  backend: Awaited<ReturnType<typeof startTestBackend>>,
  browser: Browser,
  options: Options,
): Promise<void> {
  const at = { apiUrl: backend.apiUrl, wechatUrl: backend.wechat.baseUrl }
  const story = await tellStory(backend)
  const shots = shotsOf(story)
  const missing = withoutPicture(shots)
  if (missing.length > 0) throw new Error(`Pages without a picture: ${missing.join(', ')}`)
  const signIn = async (person: Person) => {
    const page = await openScreen(browser, at.apiUrl, options)
    if (person === story.shop.owner && isWanted('sign-in', options)) {
      await page.locator('.sign-in-code img').waitFor()
      await take(page, 'sign-in', options)
    }
    await answerOnPhone(at, page, person, 'confirmation')
    await page.locator('.shell').waitFor()
    return page
  }
  mkdirSync(options.out, { recursive: true })
  const pages = { owner: await signIn(story.shop.owner), operator: await signIn(await logIn(at, operatorName)) }
  for (const shot of shots) {
    if (!isWanted(shot.name, options)) continue
    const { access, path, act } = shot
    const page = access === 'operator' ? pages.operator : pages.owner
    const prefix = access === 'operator' ? '/platform' : `/shops/${story.shop.shopId}`
    for (const size of shot.isMain || options.all ? (['wide', 'phone'] as const) : (['wide'] as const)) {
      await page.setViewportSize(sizes[size])
      await page.goto('about:blank')
      await page.goto(`${at.apiUrl}/#${prefix}/${path}`)
      await untilShown(page)
      await act?.(page)
      await untilShown(page)
      await take(page, size === 'wide' ? shot.name : `${shot.name}-phone`, options)
    }
  }
}

const isWanted = (name: Shot['name'], { only }: Options): boolean => only?.includes(name) ?? true

async function openScreen(browser: Browser, apiUrl: string, { language, dark }: Options): Promise<Page> {
  const colorScheme = dark ? 'dark' : 'light'
  const context = await newContext(browser, { viewport: sizes.wide, colorScheme, reducedMotion: 'reduce' })
  await withChineseFont(context)
  // As the switches of the page keep them.
  await context.addInitScript(`try { localStorage.setItem('huitou.language', '${language}') } catch {}`)
  const page = await context.newPage()
  page.setDefaultTimeout(waitMs)
  await page.goto(apiUrl)
  await page.getByTestId('sign-in-id').waitFor()
  return page
}

/** Until nothing is loading any more and what moves has come to rest. */
async function untilShown(page: Page): Promise<void> {
  await page.locator('main h1').waitFor()
  const loading = page.locator('main .part-loading, main .ant-spin-spinning')
  await until('nothing is loading', async () => ((await loading.count()) === 0 ? true : undefined))
  await page.waitForLoadState('networkidle')
  // Fonts come late here: tables look again whether they are wider than their place.
  await page.evaluate(`document.fonts.ready.then(() => document.querySelectorAll('.ant-table-content')
    .forEach((each) => each.dispatchEvent(new Event('scroll'))))`)
  await page.evaluate(`Promise.all([document.fonts.ready, ...document.getAnimations()
    .filter((each) => Number.isFinite(each.effect?.getComputedTiming().endTime))
    .map((each) => each.finished.catch(() => undefined))]).then(() => undefined)`)
}

/** By the browser's own protocol, which knows WebP: half of what JPEG needs for a page of text. */
async function take(page: Page, name: string, { out, format, whole }: Options): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const { data } = await session.send('Page.captureScreenshot', {
    format,
    ...(format === 'png' ? {} : { quality }),
    captureBeyondViewport: whole,
    ...(whole ? { clip: await wholePage(page) } : {}),
  })
  await session.detach()
  const bytes = Buffer.from(data, 'base64')
  writeFileSync(join(out, `${name}.${format}`), bytes)
  console.log(`${name}.${format} ${Math.round(bytes.length / 1_000)} kB`)
}

async function wholePage(page: Page) {
  const height = Number(await page.evaluate('document.documentElement.scrollHeight'))
  const width = Number(await page.evaluate('document.documentElement.scrollWidth'))
  return { x: 0, y: 0, width, height, scale: 1 }
}

function readOptions(): Options | undefined {
  const { values } = parseArgs({
    options: {
      out: { type: 'string', default: join(import.meta.dirname, '..', '..', 'docs', 'screens') },
      language: { type: 'string', default: 'zh' },
      dark: { type: 'boolean', default: false },
      all: { type: 'boolean', default: false },
      whole: { type: 'boolean', default: false },
      only: { type: 'string' },
      format: { type: 'string', default: 'webp' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  const format = formats.find((known) => known === values.format)
  if (values.help || format === undefined) return undefined
  const { out, dark, all, whole } = values
  const language = values.language === 'en' ? 'en' : 'zh'
  return { out, dark, all, whole, language, format, only: values.only?.split(',') }
}

const options = readOptions()
if (options) await main(options)
else console.log(usage)
