import type { EndpointsOf } from '../shared/http/api.ts'
import { addStaff } from './add-staff.ts'
import { beginConsoleSignIn } from './begin-console-sign-in.ts'
import { confirmConsoleSignIn } from './confirm-console-sign-in.ts'
import { endConsoleSession } from './end-console-session.ts'
import { getConsoleSignIn } from './get-console-sign-in.ts'
import { getMe } from './get-me.ts'
import type { IdentityContext } from './identity-context.ts'
import { listStaff } from './list-staff.ts'
import { logIn } from './log-in.ts'
import { logOut } from './log-out.ts'
import { makeConsoleSignInCode } from './make-console-sign-in-code.ts'
import { redeemConsoleSignIn } from './redeem-console-sign-in.ts'
import { refreshSession } from './refresh-session.ts'
import { refuseConsoleSignIn } from './refuse-console-sign-in.ts'
import { removeStaff } from './remove-staff.ts'
import { renewConsoleSession } from './renew-console-session.ts'

export const identityEndpoints = {
  'log-in': logIn,
  'refresh-session': refreshSession,
  'log-out': logOut,
  'get-me': getMe,
  'list-staff': listStaff,
  'add-staff': addStaff,
  'remove-staff': removeStaff,
  'begin-console-sign-in': beginConsoleSignIn,
  'get-console-sign-in': getConsoleSignIn,
  'confirm-console-sign-in': confirmConsoleSignIn,
  'refuse-console-sign-in': refuseConsoleSignIn,
  'make-console-sign-in-code': makeConsoleSignInCode,
  'redeem-console-sign-in': redeemConsoleSignIn,
  'renew-console-session': renewConsoleSession,
  'end-console-session': endConsoleSession,
} satisfies EndpointsOf<'identity', IdentityContext>
