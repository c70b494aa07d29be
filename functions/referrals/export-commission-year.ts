import * as z from 'zod'
import { yuanText } from '../../domain/shared/fen.ts'
import { ShopId } from '../../domain/shared/ids.ts'
import { csvPage, ExportQuery } from '../shared/http/csv-page.ts'
import { endpoint } from '../shared/http/endpoint.ts'
import { languageOf } from '../shared/http/replies.ts'
import { listYear, Year } from './year-store.ts'

const titles = {
  zh: ['年度', '推荐人编号', '提现笔数', '提现金额（元）'],
  en: ['Year', 'Referrer', 'Payouts', 'Paid out (yuan)'],
} as const

export const exportCommissionYear = endpoint(
  {
    summary:
      'What the shop has paid out to each referrer in a year of its calendar, as CSV. The header link names the next page; all pages one after the other are one file.',
    path: z.strictObject({ shopId: ShopId, year: Year }),
    query: ExportQuery,
    reply: z.string(),
    replyType: 'text/csv',
    status: 200,
    refusals: {},
  },
  async ({ path: { shopId, year }, query, raw }, { db }) => {
    const { totals, cursor } = await listYear(db, shopId, year, query)
    const rows = totals.map((each) => [year, each.referrerId, String(each.payouts), yuanText(each.paidOutFen)])
    return csvPage(titles[languageOf(raw.headers['accept-language'])], rows, query, cursor)
  },
)
