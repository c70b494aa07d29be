import * as z from 'zod'

const Text = z.object({ zh: z.string().min(1), en: z.string().min(1) })
type Text = z.infer<typeof Text>

/** What a figure is, for the people who read it. */
export const Metric = z.object({
  /** Where it stands in the answers; what is between the dots is one of many (a month, a window, a product). */
  key: z.string().regex(/^[a-zA-Z0-9]+(\.[a-zA-Z0-9]+)*$/),
  name: Text,
  definition: Text,
  edgeCases: Text,
  /** Why it is not the same as the figures beside it. */
  differs: Text,
})
export type Metric = z.infer<typeof Metric>

type Pair = readonly [zh: string, en: string]
const text = ([zh, en]: Pair): Text => ({ zh, en })

export const metric = (key: string, name: Pair, definition: Pair, edgeCases: Pair, differs: Pair): Metric => ({
  key,
  name: text(name),
  definition: text(definition),
  edgeCases: text(edgeCases),
  differs: text(differs),
})

/** The cases that most figures share. */
export const usual = {
  refunds: [
    '全额退款的订单视同从未发生；部分退款只减少金额。',
    'An order refunded in full counts as if it had never been; a refund in part takes its amount only.',
  ],
  guests: [
    '全额退款的订单视同从未发生，部分退款只减少金额；导入文件中没有顾客的订单也计入，但不计入任何顾客指标。',
    'An order refunded in full counts as if it had never been, a refund in part takes its amount only. Imported orders without a customer are in, though in no figure of customers.',
  ],
  calendar: [
    '日与月按店铺时区计算；迟到或重复的事件不改变结果。',
    'Days and months are those of the shop’s time zone; late or repeated events change nothing.',
  ],
  nobody: ['没有顾客时为空，不是 0。', 'Null, not 0, where there is nobody to ask.'],
  running: [
    '截止日所在的月份只含到截止日为止的数据。',
    'The month of the day asked for has what is there up to that day.',
  ],
} as const satisfies Readonly<Record<string, Pair>>
