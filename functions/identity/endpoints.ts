import type { EndpointsOf } from '../shared/http/api.ts'
import { addStaff } from './add-staff.ts'
import { getMe } from './get-me.ts'
import type { IdentityContext } from './identity-context.ts'
import { logIn } from './log-in.ts'
import { logOut } from './log-out.ts'
import { refreshSession } from './refresh-session.ts'
import { removeStaff } from './remove-staff.ts'

export const identityEndpoints = {
  'log-in': logIn,
  'refresh-session': refreshSession,
  'log-out': logOut,
  'get-me': getMe,
  'add-staff': addStaff,
  'remove-staff': removeStaff,
} satisfies EndpointsOf<'identity', IdentityContext>
