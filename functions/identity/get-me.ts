import * as z from 'zod'
import { CustomerId } from '../../domain/shared/ids.ts'
import { endpoint, signedIn } from '../shared/http/endpoint.ts'
import { listRoles, Role, rolesMax } from './role-store.ts'

export const getMe = endpoint(
  {
    summary: 'Who the caller is, and their roles in shops.',
    reply: z.object({
      customerId: CustomerId,
      isOperator: z.boolean(),
      roles: z.array(Role.pick({ shopId: true, role: true })).max(rolesMax),
    }),
    status: 200,
    refusals: {},
  },
  async ({ caller }, context) => {
    const { customerId, isOperator } = signedIn(caller)
    return { ok: true, reply: { customerId, isOperator, roles: await listRoles(context.db, customerId) } }
  },
)
