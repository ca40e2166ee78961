import { liveStream } from '#server/http/live-stream.ts'
import { defineRoute } from '#server/http/route.ts'
import { authorise } from '#server/services/context.ts'
import { liveHubOf } from '#server/services/live/live-hub.ts'
import { liveMessage } from '#server/services/live/schema.ts'

export const liveStreamRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/stream',
  summary: 'Server-sent events, each a message of this shape: what is new, while the session lasts',
  role: 'viewer',
  response: liveMessage,
  streams: 'text/event-stream',
  handler: ({ context, request, stillAllowed }) =>
    liveStream({
      hub: liveHubOf(context.store),
      userId: authorise(context, 'viewer').userId,
      stillAllowed,
      signal: request.signal,
    }),
})
