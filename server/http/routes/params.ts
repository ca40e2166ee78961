import { z } from 'zod'

export const numberId = z.object({ id: z.coerce.number().int().min(1).max(2_147_483_647) })
export const uuidId = z.object({ id: z.uuid() })
export const textId = z.object({ id: z.string().min(1).max(200) })
