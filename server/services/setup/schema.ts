import { z } from 'zod'
import { password } from '#server/services/users/schema.ts'

export const setUpInput = z.object({
  token: z.string().min(20).max(200),
  name: z.string().trim().min(1).max(100),
  email: z.email().max(254),
  password,
})
export type SetUpInput = z.infer<typeof setUpInput>
