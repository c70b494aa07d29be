/** The templates that the operator of the mini-program has chosen at WeChat: this one has four fields. */
export const messageTemplates = {
  late_payment: {
    templateId: 'tpl_late_payment_000000000000000000000000000',
    fields: { orderNo: 'character_string1', amount: 'amount2', outcome: 'thing3', at: 'time4' },
  },
} as const

/** Of each template by its id: the fields that a message must have. */
export const fieldsOfTemplate: ReadonlyMap<string, readonly string[]> = new Map(
  Object.values(messageTemplates).map(({ templateId, fields }) => [templateId, Object.values(fields)]),
)
