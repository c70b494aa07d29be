import { commonRefusals } from '../shared/http/refusals.ts'
import { type FieldRow, fieldRows, typeName } from './docs-fields.ts'
import { type Html, html, nothing } from './html.ts'
import type { JsonSchema, Operation, Response } from './openapi-types.ts'

export type Endpoint = { readonly method: string; readonly path: string; readonly operation: Operation }

/** All about one endpoint. */
export function endpointSection({ method, path, operation }: Endpoint): Html {
  const { operationId, summary, description, parameters, requestBody, responses } = operation
  const rows = parameters.map(({ name, in: where, required, description: about, schema }) => {
    const field = about === undefined ? schema : { ...schema, description: about }
    const only = fieldRows({ properties: { [name]: field }, required: required ? [name] : [] })
    return only.map((row) => ({ ...row, about: [where, ...row.about] }))
  })
  return html`<section>
<h3 id="${operationId}"><code class="method">${method}</code> <code>${path}</code></h3>
<p>${summary}</p>
<p class="soft">${description}</p>
${fieldTable('参数 Parameters', rows.flat())}
${requestBody ? fieldTable('请求 Body', fieldRows(schemaOf(requestBody))) : nothing}
${Object.entries(responses).map(([status, response]) => replyTable(status, response))}
${refusals(responses)}
</section>
`
}

const schemaOf = ({ content }: Pick<Response, 'content'>): JsonSchema => Object.values(content ?? {})[0]?.schema ?? {}

function replyTable(status: string, response: Response): Html {
  if (!status.startsWith('2')) return nothing
  if (!response.content) return html`<h4>回复 Reply ${status}</h4><p>No body.</p>`
  const schema = schemaOf(response)
  const rows = fieldRows(schema)
  if (rows.length > 0) return fieldTable(`回复 Reply ${status}`, rows)
  const [mediaType = ''] = Object.keys(response.content)
  return html`<h4>回复 Reply ${status}</h4><p><code>${mediaType}</code>, ${typeName(schema)}</p>`
}

function fieldTable(title: string, rows: readonly FieldRow[]): Html {
  if (rows.length === 0) return nothing
  const lines = rows.map(
    ({ name, type, isRequired, about }) =>
      html`<tr><td><code>${name}</code>${isRequired ? nothing : html` <span class="soft">optional</span>`}</td><td>${type}</td><td>${about.join(' · ')}</td></tr>
`,
  )
  return html`<h4>${title}</h4>
<div class="scroll"><table><thead><tr><th>Field</th><th>Type</th><th>About</th></tr></thead><tbody>
${lines}</tbody></table></div>`
}

/** Its own refusals in full; those that many share by their code, since they stand in one place of the page. */
function refusals(responses: Operation['responses']): Html {
  const all = Object.entries(responses).flatMap(([status, response]) =>
    (response['x-refusals'] ?? []).map((refusal) => ({ status, ...refusal })),
  )
  const [shared, own] = [all.filter(isShared), all.filter((refusal) => !isShared(refusal))]
  if (all.length === 0) return nothing
  return html`<h4>拒绝 Refusals</h4>
${own.length === 0 ? nothing : refusalTable(own)}
${shared.length === 0 ? nothing : html`<p class="soft"><a href="#shared-refusals">通用 Shared</a>: ${shared.map(({ code }) => html`<code>${code}</code> `)}</p>`}`
}

const isShared = ({ code }: { readonly code: string }) => code in commonRefusals

type RefusalLine = { readonly status: string | number; readonly code: string; readonly zh: string; readonly en: string }

/** Refusals with what they say. */
export function refusalTable(lines: readonly RefusalLine[]): Html {
  return html`<div class="scroll"><table><thead><tr><th>Status</th><th>Code</th><th>Message</th></tr></thead><tbody>
${lines.map(
  ({ status, code, zh, en }) => html`<tr><td>${status}</td><td><code>${code}</code></td><td>${zh}<br>${en}</td></tr>
`,
)}</tbody></table></div>`
}
