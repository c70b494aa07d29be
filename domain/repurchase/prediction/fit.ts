/** Why a shop has no fitted model. */
export type NoFit = {
  readonly reason: 'too_few_customers' | 'too_few_repeat_customers'
  /** How many there are, and how many it takes. */
  readonly n: number
  readonly min: number
}

export type Fit<Model> = { readonly ok: true; readonly model: Model } | ({ readonly ok: false } & NoFit)

/** With fewer customers a fit of four parameters follows chance: their standard errors are as large as themselves. */
export const fitCustomersMin = 100
/** Those who bought once say nothing of gaps, of leaving, or of what a repeat purchase is worth. */
export const fitRepeatCustomersMin = 20
/** Bound of the logs of the parameters: e^12 is 160,000. What a fit wants beyond it no data can tell from the bound. */
export const logParameterBound = 12

/** Rows that are enough to see which start leads furthest. */
const scoutRows = 4_000

/** Rows spread evenly over all of them, for a first look. */
export function thin<Row>(rows: readonly Row[]): readonly Row[] {
  const each = Math.ceil(rows.length / scoutRows)
  return rows.filter((_, at) => at % each === 0)
}
