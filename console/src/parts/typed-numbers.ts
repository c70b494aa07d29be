/** What people type in yuan and per cent, as the API takes it. */
export const fenOfYuan = (yuan: number): number => Math.round(yuan * 100)
export const bpsOfPercent = (percent: number): number => Math.round(percent * 100)
/** And back, for a field that holds what stands. */
export const yuanOfFen = (fen: number): number => fen / 100
export const percentOfBps = (bps: number): number => bps / 100
