import { toHandler } from '#server/http/route.ts'
import { addAccountRoute, listAccountsRoute } from '#server/http/routes/accounts.ts'

export const dynamic = 'force-dynamic'
export const GET = toHandler(listAccountsRoute)
export const POST = toHandler(addAccountRoute)
