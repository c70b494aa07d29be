/** Without it Excel takes the bytes for GBK in China and shows garbage. Once, at the very beginning of a file. */
export const csvByteOrderMark = '\ufeff'

/** A text of whoever wrote it, or a number that we wrote: below zero it begins like a formula and is none. */
export type CsvCell = string | { readonly number: `${number}` }

/** Rows as CSV (RFC 4180), every line ended. */
export const csvText = (rows: readonly (readonly CsvCell[])[]): string =>
  rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')

/** What a spreadsheet would compute instead of show; East Asian ones take the full-width signs for the same. */
const formulaStart = /^[=+\-@\t\r＝＋－＠]/

/** An apostrophe in front makes a text of a formula: a product's name must not run on the owner's desk. */
function cell(text: CsvCell): string {
  if (typeof text !== 'string') return text.number
  const harmless = formulaStart.test(text) ? `'${text}` : text
  return /[",\r\n]|^\s|\s$/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
