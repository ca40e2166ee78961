import { checkReadiness } from '#server/services/operations/check-readiness.ts'

export const dynamic = 'force-dynamic'

/** 200 when requests can be answered: the database is there and has every migration. */
export async function GET(): Promise<Response> {
  const readiness = await checkReadiness()
  return Response.json(readiness, {
    status: readiness.ready ? 200 : 503,
    headers: { 'cache-control': 'no-store' },
  })
}
