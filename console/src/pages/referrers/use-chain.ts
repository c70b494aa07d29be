import { type UseQueryResult, useQueries } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { ApiError } from '../../api/api-error.ts'
import { call } from '../../api/call.ts'
import { useThisShop } from '../../app/shop.tsx'
import { type ChainAnswer, type ChainNode, mergeAnswers } from './chain-layout.ts'

/** People of one answer, as many as the API gives. */
const peoplePerAnswer = 100

/** What is asked for: from whom down, or from the shop, and after which of those introduced. */
export type Part = { readonly root?: string; readonly cursor?: string }

/** The chain from somebody down, or the shop's, part by part: `more` of the first ring, `expand` one person. */
export function useChain(root: string | undefined) {
  const { shopId } = useThisShop()
  const [parts, setParts] = useState<readonly Part[]>([root === undefined ? {} : { root }])
  const { answers, error, isBusy } = useQueries({
    queries: parts.map((part) => ({
      queryKey: ['get-chain', shopId, part],
      queryFn: (): Promise<ChainAnswer> =>
        call('get-chain', { path: { shopId }, query: { limit: peoplePerAnswer, ...part } }),
    })),
    combine,
  })
  const drawn = useMemo(() => mergeAnswers(parts, answers), [parts, answers])
  const add = (part: Part) => setParts((before) => [...before, part])
  const next = answers.findLast((_, at) => parts[at]?.root === undefined)?.cursor
  return {
    drawn,
    error,
    isBusy,
    isPending: answers.every((answer) => answer === undefined),
    more: root === undefined && next !== undefined ? () => add({ cursor: next }) : undefined,
    expand: ({ customerId, cursor }: ChainNode) =>
      add({ root: customerId, ...(cursor === undefined ? {} : { cursor }) }),
  }
}

/** Outside of the hook, so that equal answers stay the same ones, and the picture is not drawn anew. */
const combine = (results: UseQueryResult<ChainAnswer>[]) => ({
  answers: results.map(({ data }) => data),
  error: (results.find((result) => result.error)?.error ?? null) as ApiError | null,
  isBusy: results.some(({ isFetching }) => isFetching),
})
