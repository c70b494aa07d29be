import type { Text } from '../../i18n/texts.ts'

/** Those that most parcels go by, by their codes in WeChat's list of delivery companies; any other code may be typed. */
const carrierNames: Readonly<Record<string, Text>> = {
  SF: { zh: '顺丰速运', en: 'SF Express' },
  ZTO: { zh: '中通快递', en: 'ZTO Express' },
  YTO: { zh: '圆通速递', en: 'YTO Express' },
  STO: { zh: '申通快递', en: 'STO Express' },
  YD: { zh: '韵达速递', en: 'Yunda Express' },
  JTSD: { zh: '极兔速递', en: 'J&T Express' },
  JD: { zh: '京东快递', en: 'JD Logistics' },
  EMS: { zh: 'EMS', en: 'EMS' },
  YZPY: { zh: '邮政快递包裹', en: 'China Post' },
  DBL: { zh: '德邦快递', en: 'Deppon Express' },
}

export const carriers = Object.entries(carrierNames)

/** A carrier in words, or its code where it has none here. */
export const carrierName = (code: string): Text => carrierNames[code] ?? { zh: code, en: code }
