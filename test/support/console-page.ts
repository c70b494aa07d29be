import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import type { Addresses, Person } from '../../local/main-job/people.ts'
import { newContext } from './browser.ts'
import { send } from './request.ts'

/** A screen with the console, and what went wrong on it. */
export type Screen = {
  readonly page: Page
  /** Errors and warnings of the page's console, exceptions, and requests to other origins. */
  readonly faults: string[]
  close(): Promise<void>
}

/** Longer than anything takes on a machine that is busy, shorter than a test. */
const waitMs = 30_000

/** Opens the console; nobody is signed in yet. */
export async function openConsole(
  browser: Browser,
  { apiUrl }: Addresses,
  options?: BrowserContextOptions,
): Promise<Screen> {
  const context = await newContext(browser, options)
  const page = await context.newPage()
  page.setDefaultTimeout(waitMs)
  const faults: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(`${message.text()} ${message.location().url}`)
  })
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(apiUrl) && !/^(data|blob):/.test(url)) faults.push(`another origin: ${url}`)
  })
  await page.goto(apiUrl)
  return { page, faults, close: () => context.close() }
}

/** The number under the code that the page shows. */
export const shownCode = async (page: Page): Promise<string> =>
  (await page.getByTestId('sign-in-id').textContent())?.trim() ?? ''

/** The phone's answer to the code. */
export async function answerOnPhone(
  at: Addresses,
  page: Page,
  phone: Person,
  answer: 'confirmation' | 'refusal',
): Promise<void> {
  const path = `/v1/console-sign-ins/${await shownCode(page)}/${answer}`
  const { status } = await send(at, { method: 'POST', path, token: phone.token })
  if (status !== 204) throw new Error(`The phone's answer was not taken: ${status}`)
}

/** Signs in, and waits until the overview is there. */
export async function signIn(at: Addresses, page: Page, phone: Person): Promise<void> {
  await answerOnPhone(at, page, phone, 'confirmation')
  await page.getByRole('heading', { level: 1, name: /概览|Overview/ }).waitFor()
}
