import { z } from 'zod'
import { USER_ROLES } from '#server/domain/user-role.ts'
import { isoTime } from '#server/services/scope.schema.ts'

export const userRow = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.enum(USER_ROLES),
  disabled: z.boolean(),
  createdAt: isoTime,
})
export const userList = z.object({ items: z.array(userRow) })
export type UserRow = z.infer<typeof userRow>
export type UserList = z.infer<typeof userList>

export const password = z.string().min(12, 'at least 12 characters').max(200)
export const createUserInput = z.object({
  name: z.string().trim().min(1).max(100),
  email: z.email().max(254),
  password,
  role: z.enum(USER_ROLES),
})
export type CreateUserInput = z.infer<typeof createUserInput>
export const updateUserInput = z.object({
  role: z.enum(USER_ROLES).optional(),
  disabled: z.boolean().optional(),
})
export type UpdateUserInput = z.infer<typeof updateUserInput>
