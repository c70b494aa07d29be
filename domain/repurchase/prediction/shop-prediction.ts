import * as z from 'zod'
import { Day, Moment } from '../../shared/time.ts'
import { AsOf, Count } from '../figure-shapes.ts'
import { OutsideId } from '../history.ts'
import type { Due, Rhythm } from './due-date.ts'
import type { CustomerPrediction, ShopModels } from './predict-shop.ts'
import { segments, valueClasses } from './segments.ts'

const Parameter = z.number().positive()
const fitted = { logLikelihood: z.number(), n: Count, converged: z.boolean() }
const NoFit = z.object({
  ok: z.literal(false),
  reason: z.enum(['too_few_customers', 'too_few_repeat_customers']),
  n: Count,
  min: Count,
})
const fitOf = <Model extends z.ZodType>(model: Model) =>
  z.discriminatedUnion('ok', [z.object({ ok: z.literal(true), model }), NoFit])

const BgNbdFit = fitOf(z.object({ r: Parameter, alpha: Parameter, a: Parameter, b: Parameter, ...fitted }))
/** `v` is in yuan. */
const GammaGammaFit = fitOf(z.object({ p: Parameter, q: Parameter, v: Parameter, ...fitted }))

const Steps = z.array(z.number()).readonly()
/** The scale of a shop's scores as it is kept. */
export const StoredScale = z.object({
  n: Count,
  sums: z.object({ recencyDays: z.number(), orders: z.number(), amountFen: z.number() }),
  from: z.object({ r: Steps, f: Steps, m: Steps }),
})

/** The lists of customers that a night's predictions leave: one for each segment and each value class. */
const customerLists = [...segments, ...valueClasses] as const
export const CustomerList = z.enum(customerLists)
export type CustomerList = z.infer<typeof CustomerList>
/** Who is due to buy a product again. */
export const dueStates = ['due', 'overdue'] as const
export const DueState = z.enum(dueStates)
export type DueState = z.infer<typeof DueState>

const ByScore = z.record(z.string(), Count)

/** What a night's predictions say of a shop as a whole. */
export const ShopPrediction = z.object({
  ...AsOf.shape,
  predictedAt: Moment,
  /** Customers with a purchase up to `asOf`: the n of the scores and lists. */
  customers: Count,
  /** False where the shop has more customers than one night predicts. */
  isComplete: z.boolean(),
  /** Days that expected purchases and values of the lists look ahead. */
  horizonDays: z.int().min(1),
  bgNbd: BgNbdFit,
  gammaGamma: GammaGammaFit,
  /** Customers by score. */
  rfm: z.object({ r: ByScore, f: ByScore, m: ByScore }),
  /** Customers in each list. */
  lists: z.partialRecord(CustomerList, Count),
  /** Pairs of customer and product in each list of who is due. */
  due: z.object({ due: Count, overdue: Count }),
})
export type ShopPrediction = z.infer<typeof ShopPrediction>

const Score = z.int().min(1).max(5)
/** What a customer's prediction says, wherever it is shown. */
export const PredictedCustomer = z.object({
  customerId: OutsideId,
  r: Score,
  f: Score,
  m: Score,
  segment: z.enum(segments),
  valueClass: z.enum(valueClasses),
  /** The chance of being a customer still. 1 by construction of who bought on one day only: it does not say that they return. */
  probabilityAlive: z.number().min(0).max(1).nullable(),
  /** Purchase days to be expected within the horizon. */
  expectedPurchases: z.number().min(0).nullable(),
  /** What one of them may bring. */
  expectedSpendFen: Count.nullable(),
  /** What all of them may bring: amounts paid, without cost or discount. */
  valueFen: Count.nullable(),
})
export type PredictedCustomer = z.infer<typeof PredictedCustomer>

/** A prediction in the precision that it has for people: fen, and the rest in parts that make no difference. */
export const predictedCustomer = (prediction: CustomerPrediction): PredictedCustomer => ({
  ...prediction,
  probabilityAlive: rounded(prediction.probabilityAlive, 1e6),
  expectedPurchases: rounded(prediction.expectedPurchases, 1e6),
  expectedSpendFen: rounded(prediction.expectedSpendFen, 1),
  valueFen: rounded(prediction.valueFen, 1),
})

const rounded = (value: number | null, parts: number) => (value === null ? null : Math.round(value * parts) / parts)

/** Who is due to buy what again. */
export const DuePurchase = z.object({
  customerId: OutsideId,
  productId: OutsideId,
  lastDay: Day,
  nextDay: Day,
  /** Days that this customer usually takes, drawn towards the product's cycle. */
  expectedGapDays: z.number().positive(),
})
export type DuePurchase = z.infer<typeof DuePurchase>

export const duePurchaseOf = (
  customerId: string,
  productId: string,
  { lastDay }: Rhythm,
  { nextDay, expectedGapDays }: Due,
): DuePurchase => ({ customerId, productId, lastDay, nextDay, expectedGapDays: rounded(expectedGapDays, 10) ?? 0 })

/** With fewer customers the parameters are uncertain by a tenth and more. */
const manyCustomersMin = 1_000

/** What whoever reads predictions must know of them, by code; `warningTexts` says it. */
export function warningsOf({ bgNbd, gammaGamma }: Pick<ShopModels, 'bgNbd' | 'gammaGamma'>): Warning[] {
  const warnings: Warning[] = []
  if (bgNbd.ok) warnings.push('one_time_buyers_alive', 'tends_low')
  else warnings.push('no_purchase_model')
  if (bgNbd.ok && bgNbd.model.n < manyCustomersMin) warnings.push('few_customers')
  if (bgNbd.ok && !bgNbd.model.converged) warnings.push('purchase_model_uncertain')
  if (!gammaGamma.ok) warnings.push('no_spend_model')
  else if (gammaGamma.model.q <= 1) warnings.push('no_mean_spend')
  if (gammaGamma.ok && !gammaGamma.model.converged) warnings.push('spend_model_uncertain')
  return warnings
}

export const warningTexts = {
  one_time_buyers_alive: {
    zh: '只在一天购买过的客户，存活概率按模型定义为 1，并不表示一定会回来。',
    en: 'The chance of being a customer still is 1 by construction for who bought on one day only; it does not say that they return.',
  },
  tends_low: {
    zh: '该模型通常低估未来的购买次数，在公开数据上约低 12%。',
    en: 'The model tends to expect too few purchases: 12 % too few on the data that it was published with.',
  },
  few_customers: {
    zh: '客户不足 1000 人，模型参数不够稳定。',
    en: 'With fewer than 1,000 customers the parameters are uncertain.',
  },
  purchase_model_uncertain: {
    zh: '数据不足以确定购买模型的参数，预测仅供参考。',
    en: 'The purchases do not tell the parameters of their model: take its predictions with care.',
  },
  spend_model_uncertain: {
    zh: '数据不足以确定消费金额模型的参数，金额仅供参考。',
    en: 'The amounts do not tell the parameters of their model: take its values with care.',
  },
  no_purchase_model: {
    zh: '客户或复购客户太少，没有购买模型。',
    en: 'There are too few customers, or too few who came back, for a model of purchases.',
  },
  no_spend_model: {
    zh: '复购客户太少，没有消费金额模型。',
    en: 'Too few customers came back for a model of amounts.',
  },
  no_mean_spend: {
    zh: '消费金额差异过大，没有平均值；未复购客户没有预期金额。',
    en: 'Amounts differ so much that they have no mean: nothing is expected of who has not come back.',
  },
} as const
export type Warning = keyof typeof warningTexts
