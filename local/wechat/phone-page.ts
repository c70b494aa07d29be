import { toBeijingTime } from './beijing-time.ts'
import type { Trade, User } from './records.ts'

/** A page for people: who is in this WeChat, and what they paid. */
export function phonePage(users: readonly User[], trades: readonly Trade[]): string {
  const nameOf = new Map(users.map((user) => [user.openid, user.name]))
  const userRows = users.map((user) => row(user.name, user.openid))
  const tradeRows = trades.map((trade) =>
    row(
      toBeijingTime(trade.createdAtMs),
      nameOf.get(trade.openid) ?? trade.openid,
      trade.description,
      `${(trade.totalFen / 100).toFixed(2)} CNY`,
      trade.status === 'paid' && trade.refunded ? 'paid, refunded' : trade.status,
      trade.outTradeNo,
    ),
  )
  return phoneDocument(`<h1>WeChat stand-in</h1>
<p><a href="/phone/scan">扫码登录后台 / Scan to sign in at the console</a></p>
<h2>Payments</h2>
${table(['Ordered', 'Payer', 'For', 'Amount', 'State', 'Number'], tradeRows)}
<h2>Users</h2>
${table(['Name', 'openid'], userRows)}`)
}

/** A page of the stand-in around its content. */
export function phoneDocument(content: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>WeChat stand-in</title>
<style>
  :root { color-scheme: light dark }
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem }
  div { overflow-x: auto }
  table { border-collapse: collapse; width: 100% }
  th, td { white-space: nowrap; text-align: left; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid #8884 }
  select, input, button { font: inherit; max-width: 100%; padding: .3rem .6rem }
</style>
</head>
<body>
${content}
</body>
</html>
`
}

function table(heads: readonly string[], rows: readonly string[]): string {
  if (rows.length === 0) return '<p>None yet.</p>'
  const head = heads.map((text) => `<th scope="col">${text}</th>`).join('')
  return `<div><table><thead><tr>${head}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`
}

function row(...cells: string[]): string {
  return `<tr>${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`
}

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
