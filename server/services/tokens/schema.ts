import { z } from 'zod'
import { USER_ROLES } from '#server/domain/user-role.ts'
import { isoTime } from '#server/services/scope.schema.ts'

export const tokenRow = z.object({
  id: z.string(),
  name: z.string(),
  prefix: z.string(),
  role: z.enum(USER_ROLES),
  createdBy: z.string(),
  createdAt: isoTime,
  expiresAt: isoTime.nullable(),
  lastUsedAt: isoTime.nullable(),
})
export const tokenList = z.object({ items: z.array(tokenRow) })
export type TokenRow = z.infer<typeof tokenRow>
export type TokenList = z.infer<typeof tokenList>

/** A token's role is never above its maker's. */
export const createTokenInput = z.object({
  name: z.string().trim().min(1).max(100),
  role: z.enum(USER_ROLES),
  expiresInDays: z.number().int().min(1).max(365).default(90),
})
export type CreateTokenInput = z.infer<typeof createTokenInput>
/** The only answer that ever holds the token itself. */
export const createdToken = z.object({ token: z.string(), row: tokenRow })
