import type { BalanceKind, BookedEntry } from '../../domain/referrals/ledger.ts'
import { yuanText } from '../../domain/shared/fen.ts'
import type { CustomerId, ShopId } from '../../domain/shared/ids.ts'
import { shopDayAndTime } from '../../domain/shared/time.ts'
import type { CsvCell } from '../shared/csv.ts'
import { csvPage, type ExportQuery } from '../shared/http/csv-page.ts'
import { type Language, languageOf } from '../shared/http/replies.ts'
import type { Reader } from '../shared/storage.ts'
import { loadShop } from '../shops/shop-store.ts'
import { reasonText } from './entry-view.ts'
import { listEntries } from './ledger-store.ts'

const kindTexts: Readonly<Record<BookedEntry['kind'], string>> = {
  accrued: '订单支付',
  released: '订单完成',
  reversed: '退款扣回',
  held: '暂扣',
  cleared: '解除暂扣',
  forfeited: '不予发放',
  reattributed: '归属更正',
  payout_reserved: '申请提现',
  payout_paid: '提现到账',
  payout_returned: '提现退回',
}

/** What was earned as the introducer of an order's referrer says so. */
function kindText(entry: BookedEntry, language: Language): string {
  const isSecond = 'orderId' in entry && entry.level === 'second'
  if (language === 'zh') return isSecond ? `${kindTexts[entry.kind]}（二级）` : kindTexts[entry.kind]
  return isSecond ? `${entry.kind} (second level)` : entry.kind
}

type Column = {
  readonly zh: string
  readonly en: string
  readonly of: (entry: BookedEntry, timeZone: string, language: Language) => CsvCell
}

const movedFen = ({ postings }: BookedEntry, kind: BalanceKind) =>
  postings.reduce((sum, { account, amountFen }) => sum + (account.kind === kind ? amountFen : 0), 0)

/** What the entry moved in one balance, and that balance after it. */
const balanceColumns = (kind: BalanceKind, zh: string, en: string): Column[] => [
  { zh: `${zh}变动（元）`, en: `${en}, change (yuan)`, of: (entry) => ({ number: yuanText(movedFen(entry, kind)) }) },
  {
    zh: `${zh}余额（元）`,
    en: `${en}, after it (yuan)`,
    of: ({ balances }) => ({ number: yuanText(balances[`${kind}Fen`]) }),
  },
]

const columns: readonly Column[] = [
  { zh: '序号', en: 'Number', of: ({ number }) => String(number) },
  { zh: '时间', en: 'Time', of: ({ at }, timeZone) => shopDayAndTime(at, timeZone) },
  { zh: '类型', en: 'Kind', of: (entry, _, language) => kindText(entry, language) },
  { zh: '订单或提现编号', en: 'Order or payout', of: (entry) => ('orderId' in entry ? entry.orderId : entry.payoutId) },
  { zh: '原因', en: 'Reason', of: (entry, _, language) => reasonText(entry, language) ?? '' },
  ...balanceColumns('pending', '待结算', 'Pending'),
  ...balanceColumns('available', '可提现', 'Available'),
  ...balanceColumns('held', '暂扣', 'Held'),
  ...balanceColumns('inTransit', '提现中', 'In transit'),
  ...balanceColumns('paidOut', '已提现', 'Paid out'),
]

/** Page of a referrer's statement as CSV, oldest first, times on the shop's clock; undefined where there is no such shop. */
export async function statementCsv(
  db: Reader,
  of: { readonly shopId: ShopId; readonly referrerId: CustomerId },
  query: ExportQuery,
  acceptLanguage: string | undefined,
) {
  const [shop, { entries, cursor }] = await Promise.all([loadShop(db, of.shopId), listEntries(db, of, query, true)])
  if (!shop) return undefined
  const language = languageOf(acceptLanguage)
  const rows = entries.map((entry) => columns.map((column) => column.of(entry, shop.timeZone, language)))
  return csvPage(
    columns.map((column) => column[language]),
    rows,
    query,
    cursor,
  )
}
