import { toHandler } from '#server/http/route.ts'
import { getFunctionProposalRoute } from '#server/http/routes/functions.ts'

export const dynamic = 'force-dynamic'
export const GET = toHandler(getFunctionProposalRoute)
