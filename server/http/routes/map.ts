import { defineRoute } from '#server/http/route.ts'
import { getMap } from '#server/services/map/get-map.ts'
import { estateMap, mapQuery } from '#server/services/map/schema.ts'

export const getMapRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/map',
  summary: 'Audiences, sources, triggers, functions, roles and resources, around one thing or in groups',
  role: 'viewer',
  query: mapQuery,
  response: estateMap,
  handler: ({ context, query }) => getMap(context, query),
})
