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
${refusalTable(responses)}
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

function refusalTable(responses: Operation['responses']): Html {
  const lines = Object.entries(responses).flatMap(([status, response]) =>
    (response['x-refusals'] ?? []).map(
      ({ code, zh, en }) => html`<tr><td>${status}</td><td><code>${code}</code></td><td>${zh}<br>${en}</td></tr>
`,
    ),
  )
  if (lines.length === 0) return nothing
  return html`<h4>拒绝 Refusals</h4>
<div class="scroll"><table><thead><tr><th>Status</th><th>Code</th><th>Message</th></tr></thead><tbody>
${lines}</tbody></table></div>`
}
