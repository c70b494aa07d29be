import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import chromium from '@sparticuz/chromium'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium as driver } from 'playwright-core'

/** Without a sandbox, which a container need not offer. The package's own arguments would also turn off the same-origin policy
 *  and put all pages into one process. */
const args = ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none']

/** A real Chromium from npm alone, headless. */
export const launchBrowser = async (): Promise<Browser> =>
  driver.launch({ executablePath: await chromium.executablePath(), args, headless: true })

/** A person at a screen, Chinese as most are, in the time zone of the shop. */
export const newContext = (browser: Browser, options: BrowserContextOptions = {}): Promise<BrowserContext> =>
  browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai', ...options })

const fontFolder = dirname(createRequire(import.meta.url).resolve('@fontsource/noto-sans-sc/400.css'))
const fontPath = '/test-fonts/'

type Face = { readonly file: string; readonly range: string; readonly weight: string }

function faces(weight: string): Face[] {
  const css = readFileSync(join(fontFolder, `${weight}.css`), 'utf8')
  return [...css.matchAll(/url\(\.\/files\/([\w.-]+\.woff2)\)[\s\S]*?unicode-range: ([^;]+);/g)].map(
    ([, file = '', range = '']) => ({ file, range, weight }),
  )
}

/** Gives the pages of a context the Chinese glyphs that this machine need not have, without a word in the page itself. */
export async function withChineseFont(context: BrowserContext): Promise<void> {
  await context.route(`**${fontPath}*`, (route) =>
    route.fulfill({ path: join(fontFolder, 'files', new URL(route.request().url()).pathname.slice(fontPath.length)) }),
  )
  const all = [...faces('400'), ...faces('600')].map(
    ({ file, range, weight }) => [`url(${fontPath}${file})`, { unicodeRange: range, weight }] as const,
  )
  // Text and not a function: this program has no types of a page.
  const add = `for (const [url, about] of ${JSON.stringify(all)}) document.fonts.add(new FontFace('Noto Sans SC', url, about))`
  await context.addInitScript(add)
}
