import { amountMaxFen } from '../../shared/fen.ts'

const milliYuanPerFen = 10

/**
 * Thousandths of a yuan as fen, rounded half away from zero: 0.005 yuan is one fen. Each row is rounded by itself, so that
 * an order is the sum of its rows in whatever order they come. Undefined for more than an order may come to.
 */
export function fenOfMilliYuan(milliYuan: number): number | undefined {
  const fen = Math.floor((milliYuan + milliYuanPerFen / 2) / milliYuanPerFen)
  return fen <= amountMaxFen ? fen : undefined
}
