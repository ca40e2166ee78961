import { toHandler } from '#server/http/route.ts'
import { getRoleProposalRoute } from '#server/http/routes/roles.ts'

export const dynamic = 'force-dynamic'
export const GET = toHandler(getRoleProposalRoute)
