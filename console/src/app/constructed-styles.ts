/**
 * Stands in for the module by which the component library puts style elements into the page (see console/build.ts). A strict
 * content security policy forbids those; style sheets that a script constructs are not affected by it, so that
 * `style-src 'self'` holds, themes change while the page runs, and no nonce is needed.
 */
type Options = {
  readonly mark?: string
  readonly prepend?: boolean | 'queue'
  readonly priority?: number
}
type Sheet = { readonly sheet: CSSStyleSheet; readonly rank: number; readonly element: HTMLStyleElement; css: string }

/** In the order of precedence: what comes later wins. */
const sheets = new Map<string, Sheet>()

/** What is put in front comes first, by priority; the rest in the order of its coming. */
const rankOf = ({ prepend, priority = 0 }: Options): number => (prepend ? priority - 1_000_000 : 0)

function adopt(): void {
  const sorted = [...sheets.values()].sort((left, right) => left.rank - right.rank)
  document.adoptedStyleSheets = sorted.map(({ sheet }) => sheet)
}

const keyOf = (key: string, { mark = '' }: Options): string => `${mark}|${key}`

export function updateCSS(css: string, key: string, options: Options = {}): HTMLStyleElement {
  const name = keyOf(key, options)
  const known = sheets.get(name)
  if (known) {
    if (known.css !== css) known.sheet.replaceSync(css)
    known.css = css
    return known.element
  }
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  // Never in the page: the library notes attributes on it.
  const element = document.createElement('style')
  sheets.set(name, { sheet, rank: rankOf(options), element, css })
  adopt()
  return element
}

let injected = 0
export function injectCSS(css: string, options: Options = {}): HTMLStyleElement {
  injected += 1
  return updateCSS(css, `injected-${injected}`, options)
}

export function removeCSS(key: string, options: Options = {}): void {
  if (sheets.delete(keyOf(key, options))) adopt()
}

export function clearContainerCache(): void {
  // There are no containers.
}

/** For the icons, which know shadow trees and warn of their own wrong use. */
export const getShadowRoot = (): null => null
const warned = new Set<string>()
export function warningOnce(isRight: boolean, message: string): void {
  if (isRight || warned.has(message)) return
  warned.add(message)
  console.warn(message)
}
