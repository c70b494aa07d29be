import type { MiddlewareObj } from '@middy/core'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import type { Log } from '../context.ts'
import { InvalidCursor } from '../dynamo-expressions.ts'
import { TooBusy } from '../storage.ts'
import { commonRefusals, Refused } from './refusals.ts'
import { errorReply, languageOf } from './replies.ts'

const internalError = {
  status: 500,
  zh: '服务器出错了，请稍后重试。',
  en: 'Something broke on our side: try again later.',
} as const

/** Turns whatever was thrown into the one error body. The unexpected is logged and shows nothing internal. */
export function errorReplies(log: Log): MiddlewareObj<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2> {
  return {
    onError: (request) => {
      const { requestId } = request.event.requestContext
      const about = { requestId, language: languageOf(request.event.headers['accept-language']) }
      const refusal = expected(request.error)
      if (refusal) {
        const { code, field, detail } = refusal
        request.response = errorReply(code, commonRefusals[code], { ...about, field, detail })
        return
      }
      log.error('request failed', { requestId, route: request.event.routeKey, error: request.error })
      request.response = errorReply('internal_error', internalError, about)
    },
  }
}

function expected(error: unknown): Refused | undefined {
  if (error instanceof Refused) return error
  if (error instanceof TooBusy) return new Refused('too_busy')
  if (error instanceof InvalidCursor) return new Refused('invalid_cursor', 'query.cursor')
  return undefined
}
