import { toHandler } from '#server/http/route.ts'
import { getConcurrencyRoute } from '#server/http/routes/concurrency.ts'

export const dynamic = 'force-dynamic'
export const GET = toHandler(getConcurrencyRoute)
