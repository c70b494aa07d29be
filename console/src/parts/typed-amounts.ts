/** What somebody typed in yuan, in fen: the fields take two decimals, so the rounding only mends binary fractions. */
export const fenOfYuan = (yuan: number): number => Math.round(yuan * 100)

/** What somebody typed in per cent, in basis points. */
export const bpsOfPercent = (percent: number): number => Math.round(percent * 100)
