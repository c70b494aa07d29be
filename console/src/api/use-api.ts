import {
  keepPreviousData,
  type UseMutationResult,
  type UseQueryResult,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import type { ApiError } from './api-error.ts'
import { call, type Input, type Item, type OperationId, type Reply } from './call.ts'

/** What is shown follows an order within five seconds: three of waiting, the rest for stream and request. */
const livePollMs = 3_000

export type ApiQuery<Id extends OperationId> = UseQueryResult<Reply<Id>, ApiError>

/** An answer of the API. `live`: asked for again every three seconds while it is on the screen. */
export function useApi<Id extends OperationId>(
  id: Id,
  input: Input<Id>,
  { live = false, enabled = true }: { readonly live?: boolean; readonly enabled?: boolean } = {},
): ApiQuery<Id> {
  return useQuery<Reply<Id>, ApiError>({
    queryKey: [id, input],
    queryFn: () => call(id, input),
    refetchInterval: live ? livePollMs : false,
    placeholderData: keepPreviousData,
    enabled,
  })
}

type Page = { readonly items: readonly unknown[]; readonly cursor?: string }

/** A list, page by page: the rows so far, and how to get more. `live` asks for the pages that are shown again. */
export function useApiPages<Id extends OperationId>(
  id: Id,
  input: Input<Id>,
  { live = false, enabled = true }: { readonly live?: boolean; readonly enabled?: boolean } = {},
) {
  const { query, ...rest } = input as { query?: object }
  const answer = useInfiniteQuery<Page, ApiError, { pages: Page[] }, readonly unknown[], string | undefined>({
    queryKey: [id, input, 'pages'],
    queryFn: async ({ pageParam: cursor }) => {
      const page: object = { ...rest, query: cursor === undefined ? { ...query } : { ...query, cursor } }
      return (await call(id, page as Input<Id>)) as Page
    },
    initialPageParam: undefined,
    getNextPageParam: (last) => last.cursor,
    refetchInterval: live ? livePollMs : false,
    placeholderData: keepPreviousData,
    enabled,
  })
  const rows = (answer.data?.pages ?? []).flatMap((page) => page.items) as Item<Id>[]
  return { ...answer, rows }
}

/** A change. When it has been made, everything that is shown is asked for again. */
export function useChange<Id extends OperationId>(id: Id): UseMutationResult<Reply<Id>, ApiError, Input<Id>> {
  const client = useQueryClient()
  return useMutation<Reply<Id>, ApiError, Input<Id>>({
    mutationFn: (input) => call(id, input),
    onSuccess: () => client.invalidateQueries(),
  })
}
