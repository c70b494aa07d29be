/** A piece of HTML that is safe to put into a page. */
export type Html = { readonly html: string }

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const text = (value: string): string => value.replace(/[&<>"']/g, (character) => entities[character] ?? character)

type Part = Html | string | number | readonly Part[]

const render = (part: Part): string => {
  if (typeof part === 'string' || typeof part === 'number') return text(String(part))
  return 'html' in part ? part.html : part.map(render).join('')
}

/** Builds HTML; whatever is put in and is not HTML already is escaped. */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  html: strings.map((string, at) => string + render(parts[at] ?? [])).join(''),
})

/** Nothing, where a part is left out. */
export const nothing: Html = { html: '' }
