import { createHash } from 'node:crypto'
import * as z from 'zod'

/** 32 random bytes in base64url, made by the console's page and kept in its memory. */
export const SignInSecret = z.string().regex(/^[\w-]{43}$/)

/** What is stored of it. */
export const secretHash = (secret: string): string => createHash('sha256').update(secret).digest('base64url')
