import { techniqueOf } from '#server/domain/attack/techniques.ts'
import { type CsvColumn, csvResponse } from '#server/http/csv.ts'
import { defineRoute } from '#server/http/route.ts'
import { getAttackCoverage } from '#server/services/detections/get-attack-coverage.ts'
import { getDetection } from '#server/services/detections/get-detection.ts'
import { listDetections } from '#server/services/detections/list-detections.ts'
import { listHits } from '#server/services/detections/list-hits.ts'
import { previewTuning } from '#server/services/detections/preview-tuning.ts'
import {
  attackCoverage,
  type DetectionRow,
  detectionDetail,
  detectionList,
  type HitRow,
  hitList,
  listDetectionsQuery,
  listHitsQuery,
  previewTuningInput,
  tuneDetectionInput,
  tuningPreview,
} from '#server/services/detections/schema.ts'
import { tuneDetection } from '#server/services/detections/tune-detection.ts'
import { scopeQuery } from '#server/services/scope.schema.ts'
import { allPages } from './all-pages.ts'
import { textId } from './params.ts'

const COLUMNS: CsvColumn<DetectionRow>[] = [
  { title: 'Id', value: (row) => row.id },
  { title: 'Title', value: (row) => row.title },
  { title: 'Group', value: (row) => row.group },
  { title: 'Kind', value: (row) => row.kind },
  { title: 'Severity', value: (row) => row.severity },
  { title: 'Severity in the catalogue', value: (row) => row.catalogueSeverity },
  { title: 'State', value: (row) => row.state },
  {
    title: 'Techniques',
    value: (row) => row.techniques.map((id) => `${id} ${techniqueOf(id).name}`).join('; '),
  },
  { title: 'Alerts in 30 days', value: (row) => row.seen.alerts },
  { title: 'Hits in 30 days', value: (row) => row.seen.hits },
  { title: 'Allowed in 30 days', value: (row) => row.seen.allowed },
  { title: 'Last seen', value: (row) => row.seen.lastAt },
  { title: 'Learning until', value: (row) => row.learning?.until },
  { title: 'Sees nothing', value: (row) => row.blindness },
]

export const listDetectionsRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/detections',
  summary: 'The catalogue of detections with what each saw in 30 days; format=csv gives all that match',
  role: 'viewer',
  query: listDetectionsQuery,
  response: detectionList,
  also: 'text/csv',
  handler: async ({ context, query }) => {
    if (query.format === 'json') return listDetections(context, query)
    const rows = await allPages((page) => listDetections(context, { ...query, ...page }))
    return csvResponse('detections.csv', COLUMNS, rows)
  },
})

const HIT_COLUMNS: CsvColumn<HitRow>[] = [
  { title: 'At', value: (row) => row.at },
  { title: 'Last at', value: (row) => row.lastAt },
  { title: 'Detection', value: (row) => row.detectionId },
  { title: 'Severity', value: (row) => row.severity },
  { title: 'What', value: (row) => row.title },
  { title: 'In words', value: (row) => row.summary },
  { title: 'Actor', value: (row) => row.actorArn },
  { title: 'Account', value: (row) => row.accountId },
  { title: 'Region', value: (row) => row.region },
  { title: 'Function', value: (row) => row.functionName },
  { title: 'Records', value: (row) => row.events },
  { title: 'Event ids', value: (row) => row.eventIds.join('; ') },
  { title: 'Alert', value: (row) => row.alertId },
  { title: 'Allowed because', value: (row) => row.allowedBy?.reason },
]

export const listHitsRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/detections/hits',
  summary: 'What detections found, allowed or not, with facets; format=csv gives all that match',
  role: 'viewer',
  query: listHitsQuery,
  response: hitList,
  also: 'text/csv',
  handler: async ({ context, query }) => {
    if (query.format === 'json') return listHits(context, query)
    const rows = await allPages((page) => listHits(context, { ...query, ...page }))
    return csvResponse('hits.csv', HIT_COLUMNS, rows)
  },
})

export const getAttackCoverageRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/detections/attack',
  summary: 'Which techniques of ATT&CK detections look for, and what they saw',
  role: 'viewer',
  query: scopeQuery,
  response: attackCoverage,
  handler: ({ context, query }) => getAttackCoverage(context, query),
})

export const getDetectionRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/detections/{id}',
  summary: 'One detection: what it means, what it needs, its settings, and what it saw',
  role: 'viewer',
  params: textId,
  query: scopeQuery,
  response: detectionDetail,
  handler: ({ context, params, query }) => getDetection(context, { ...query, ...params }),
})

export const tuneDetectionRoute = defineRoute({
  method: 'PATCH',
  path: '/api/v1/detections/{id}',
  summary: 'Switch a detection, or set its severity or parameters, and say why',
  role: 'admin',
  params: textId,
  body: tuneDetectionInput,
  response: detectionDetail,
  handler: ({ context, params, body }) => tuneDetection(context, { ...body, ...params }),
})

export const previewTuningRoute = defineRoute({
  method: 'POST',
  path: '/api/v1/detections/{id}/preview',
  summary: 'What a change would have found in the stored records, and what is found now; nothing is saved',
  role: 'responder',
  params: textId,
  body: previewTuningInput,
  response: tuningPreview,
  handler: ({ context, params, body }) => previewTuning(context, { ...body, ...params }),
})
