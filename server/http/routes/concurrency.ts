import { defineRoute } from '#server/http/route.ts'
import { getConcurrency } from '#server/services/concurrency/get-concurrency.ts'
import { concurrency, concurrencyQuery } from '#server/services/concurrency/schema.ts'

export const getConcurrencyRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/concurrency',
  summary:
    'Concurrency by account and region against its limits; who used it at the peak, why it rose, who goes short',
  role: 'viewer',
  query: concurrencyQuery,
  response: concurrency,
  handler: ({ context, query }) => getConcurrency(context, query),
})
