import { commonRefusals } from '../shared/http/refusals.ts'
import { methodNotAllowed } from './default-reply.ts'
import { fieldRows } from './docs-fields.ts'
import { type Endpoint, endpointSection, refusalTable } from './docs-operation.ts'
import { docsStyle } from './docs-style.ts'
import { type Html, html } from './html.ts'
import type { OpenApiDocument } from './openapi-types.ts'

const sharedRefusals = Object.entries({ ...commonRefusals, method_not_allowed: methodNotAllowed })
  .map(([code, text]) => ({ code, ...text }))
  .toSorted((a, b) => a.status - b.status)

/** The document as a page to read: complete in itself, without a script, for a phone as for a desk. */
export function docsPage(document: OpenApiDocument): string {
  const { info, tags, components } = document
  const endpoints = endpointsOf(document)
  const groups = tags.map((tag) => ({
    ...tag,
    endpoints: endpoints.filter(({ operation }) => operation.tags.includes(tag.name)),
  }))
  const errorFields = fieldRows(components.schemas.Error ?? {}).map(({ name }) => html`<code>${name}</code> `)
  return html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Huitou 回头 API</title>
${{ html: `<style>${docsStyle}</style>` }}
</head>
<body>
<header lang="en">
<h1>Huitou 回头 API</h1>
${info.description.split('\n\n').map((paragraph) => html`<p>${inlineCode(paragraph)}</p>`)}
<p>Errors: ${errorFields}</p>
<p>Log in first, then send <code>Authorization: Bearer …</code>. <a href="/v1/openapi.json">OpenAPI 3.1</a></p>
</header>
<nav aria-label="目录 Contents"><ul>
${groups.map(contents)}
</ul></nav>
<main>
<h2 id="shared-refusals">通用拒绝 / Refusals that many share</h2>
${refusalTable(sharedRefusals)}
${groups.map(
  (group) => html`<h2 id="${group.name}">${group.description}</h2>
${group.endpoints.map(endpointSection)}`,
)}
</main>
</body>
</html>
`.html
}

/** What stands between backticks, as code. */
const inlineCode = (paragraph: string): Html[] =>
  paragraph.split('`').map((part, at) => (at % 2 === 1 ? html`<code>${part}</code>` : html`${part}`))

const endpointsOf = ({ paths }: OpenApiDocument): Endpoint[] =>
  Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  )

function contents(group: { name: string; description: string; endpoints: readonly Endpoint[] }): Html {
  const [first, ...others] = group.endpoints.map(
    ({ method, path, operation }) => html`<a href="#${operation.operationId}"><code>${method} ${path}</code></a>`,
  )
  // The title stays with its first entry when the list breaks into columns.
  return html`<li><b><a href="#${group.name}">${group.description}</a></b>${first ?? ''}</li>
${others.map(
  (entry) => html`<li>${entry}</li>
`,
)}`
}
