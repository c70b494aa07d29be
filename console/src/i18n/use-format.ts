import { useMemo } from 'react'
import { useShop } from '../app/shop.tsx'
import { localeOf, useLanguage } from './language.ts'

export type Format = ReturnType<typeof createFormat>

/** How figures are written: amounts in yuan, times in the shop's zone. Nothing of it is ever computed with. */
function createFormat(locale: string, timeZone: string) {
  const yuan = new Intl.NumberFormat(locale, { style: 'currency', currency: 'CNY', currencyDisplay: 'narrowSymbol' })
  const count = new Intl.NumberFormat(locale)
  const percent = new Intl.NumberFormat(locale, {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  })
  const days = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 })
  const parts = { year: 'numeric', month: '2-digit', day: '2-digit' } as const
  const day = new Intl.DateTimeFormat('sv-SE', { ...parts, timeZone })
  const moment = new Intl.DateTimeFormat('sv-SE', { ...parts, hour: '2-digit', minute: '2-digit', timeZone })
  return {
    /** 中国标准时间 of Asia/Shanghai. */
    zone: (name: string) => zoneName(locale, name),
    /** ¥1,234.50 of 123450 fen; a dash where there is no amount. */
    yuan: (fen: number | null) => (fen === null ? '–' : yuan.format(fen / 100)),
    count: (n: number) => count.format(n),
    /** 12.5% of 0.125; a dash where there is no rate. */
    percent: (rate: number | null) => (rate === null ? '–' : percent.format(rate)),
    /** 12.5% of 1250 basis points. */
    bps: (bps: number) => percent.format(bps / 10_000),
    number: (value: number | null) => (value === null ? '–' : days.format(value)),
    /** 2026-11-22, on the shop's calendar. */
    day: (iso: string) => day.format(new Date(iso)),
    /** 2026-11-22 18:30, by the shop's clock. */
    moment: (iso: string) => moment.format(new Date(iso)),
  }
}

function zoneName(locale: string, timeZone: string): string {
  const parts = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'long' }).formatToParts(new Date())
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone
}

/** Formats for the language and the shop that are chosen. */
export function useFormat(): Format {
  const language = useLanguage()
  const timeZone = useShop()?.timeZone ?? 'Asia/Shanghai'
  return useMemo(() => createFormat(localeOf(language), timeZone), [language, timeZone])
}
